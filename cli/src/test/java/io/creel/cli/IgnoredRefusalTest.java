package io.creel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The canary of the build's check: a program that ignores a refusal does not compile. */
class IgnoredRefusalTest {
    @TempDir
    private Path folder;

    /**
     * Compiles a statement with the arguments that the build gives javac for the check. Returns javac's messages; empty
     * if it compiles.
     */
    private String compile(String statement) throws Exception {
        Path source = Files.writeString(folder.resolve("Program.java"),
                """
                import io.creel.core.*;
                import io.creel.net.*;
                import io.creel.queues.*;

                class Program {
                    void run(Coroutine self, ListStash stash, Carrier carrier, Channel<Packet> channel, TxQueue tx, Packet packet) {
                        %s
                    }
                }
                """.formatted(
                        statement));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
        String pom = Files.readString(Path.of("../pom.xml"));
        int from = pom.indexOf("<id>default-compile</id>");
        Matcher argument = Pattern.compile("<arg>(.*)</arg>")
                .matcher(pom.substring(from, pom.indexOf("</execution>", from)));
        while (argument.find()) {
            command.add(argument.group(1).replace("${ignored.refusals}", "ERROR"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-processorpath",
                System.getProperty("java.class.path"), "-proc:none", "-d", folder.toString(), source.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(said.contains("error:"), process.waitFor() != 0, said);
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"stash.push(self);", "stash.pop();", "channel.trySend(packet);", "tx.transmit(packet);",
            "carrier.start(stash, Packet::release, packet);", "Runnable later = () -> stash.push(self);"})
    void shouldNotCompileWhenARefusalIsIgnored(String statement) throws Exception {
        String said = compile(statement);
        assertTrue(said.contains("error: [CheckReturnValue] The result of"), said);
    }

    @Test
    void shouldCompileWhenTheAnswerIsUsed() throws Exception {
        assertEquals("", compile("SuspensionCallback where = handle -> stash.push(handle);"
                + " if (!carrier.start(where, Packet::release, packet)) { packet.release(); }"));
    }
}
