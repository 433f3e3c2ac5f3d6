package io.creel.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.JvmArguments;
import io.creel.jmh.check.CheckPeer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of the question {@code agent-checks} handle every packet, and trip no check. */
class CheckedPathsTest {
    private static String run(int status, String... options) throws Exception {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(JvmArguments.lines());
        words.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(options));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(status, process.waitFor(), said);
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"barePacket", "memoryEcho"})
    void shouldHandleEveryPacketWithAndWithoutChecks(String path) throws Exception {
        String number = "\\d+\\.\\d+(E-\\d+)?";
        for (String said : List.of(run(0, CheckPeer.class.getName(), path, "0", "1"),
                run(0, AgentArgument.of("check=on,verify=off"), CheckPeer.class.getName(), path, "0", "1"))) {
            assertTrue(said.lines().reduce("", (first, last) -> last).matches(number + " " + number), said);
        }
    }

    /** The canary: the agent of the argument is there, and the program does not start without its options. */
    @Test
    void shouldNotStartUnderAWrongOption() throws Exception {
        String said = run(2, AgentArgument.of("check=maybe"), CheckPeer.class.getName(), "barePacket", "0", "1");
        assertTrue(said.startsWith("CA001: "), said);
    }
}
