package io.creel.cli.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code serve}: what it refuses, and that it serves as a process of its own. */
@Timeout(180)
class ServeCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "memory: gopher --address 10.0.0.1/24 | no such service: gopher; known: dns, echo, http, memcached, messages; a"
                    + " port from 1 to 65535 may follow, as in http:8080.",
            "memory: http:0 --address 10.0.0.1/24 | no such service: http:0; known: dns, echo, http, memcached, messages; a"
                    + " port from 1 to 65535 may follow, as in http:8080.",
            "memory: http:x --address 10.0.0.1/24 | no such service: http:x; known: dns, echo, http, memcached, messages; a"
                    + " port from 1 to 65535 may follow, as in http:8080.",
            "memory: http echo:80 --address 10.0.0.1/24 | two services at one port: 80; give one another port, as in"
                    + " echo:8080.",
            "memory: dns --address 10.0.0.1/24 --name a.other=10.0.0.1 | the name is not in the zone: name=a.other,"
                    + " domain=creel.test",
            "memory: dns --address 10.0.0.1/24 --name a | not an IP address: text=a",
            "memory: messages --address 10.0.0.1/24 --when prioriti | there is no when policy 'prioriti'; did you mean"
                    + " 'priority'?",
            "memory: messages --address 10.0.0.1/24 --when priority(0) | guard",
            "memory: http --address 10.0.0.300/24 | not an IP address", "memory: http | Missing required option",
            "memory: http --address 10.0.0.1/24 --files /none/here | --files is no folder: /none/here.",
            "memory: http --address 10.0.0.1/24 --files / --blocking | --files and --blocking exclude each other",
            "memory: http --address 10.0.0.1/24 --connections 0 | --connections must be from 1 to 65536: 0.",
            "nonsense: http --address 10.0.0.1/24 | unknown NIC: word=nonsense:"})
    void shouldRefuseInOneSentence(String arguments, String sentence) {
        assertEquals(2, run(("serve " + arguments).split(" ")));
        assertTrue(err.toString().contains(sentence), err::toString);
    }

    @Test
    void shouldSayWhyTheHostDoesNotOpen() {
        assertEquals(1, run("serve", "memory:", "http", "--address", "10.0.0.1/24", "--duration", "20"));
        assertTrue(err.toString().contains("the NIC has no link address: nic=memory"), err::toString);
    }

    /** As a process: the helper thread reads, and the worker sleeps in the driver in between. */
    @Test
    void shouldServeFilesAndPrintWhatItCounted() throws Exception {
        Path site = Files.createDirectory(folder.resolve("site"));
        byte[] content = new byte[(64 << 16) + 1];
        new Random(1).nextBytes(content);
        Path file = Files.write(site.resolve("file"), content);
        Namespaces net = new Namespaces(folder);
        try {
            net.add("a");
            net.add("b");
            net.link("a", "nic0", "b", "peer0");
            net.in("b", "ip addr add 10.77.0.2/24 dev peer0");
            Path json = folder.resolve("serve.json");
            Namespaces.Tool serve = net.creel("a", "",
                    "serve afxdp:nic0 http --files " + site + " --address 10.77.0.1/24 --json " + json).started();
            Path got = folder.resolve("got");
            net.in("b", "curl --silent --show-error --fail --max-time 15 -o " + got + " http://10.77.0.1/file");
            assertEquals(-1, Files.mismatch(file, got));
            serve.interrupt();
            assertEquals(128 + 2, serve.ended(), serve::toString);
            String report = Files.readString(json);
            assertEquals(1, ToolsTest.field(report, "FILES_OPENED"), report);
            assertEquals(65, ToolsTest.field(report, "FILE_BLOCKS"), report);
        } finally {
            net.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"afxdp,''", "afpacket,--blocking"})
    void shouldServeCurlAndPrintWhatItCounted(String driver, String more) throws Exception {
        Namespaces net = new Namespaces(folder);
        try {
            net.add("a");
            net.add("b");
            net.link("a", "nic0", "b", "peer0");
            net.in("b", "ip addr add 10.77.0.2/24 dev peer0");
            Path json = folder.resolve("serve.json");
            Namespaces.Tool serve = net.creel("a", "", "serve " + driver
                    + ":nic0 http http:8080 echo memcached messages dns --name www.creel.test=192.0.2.7 --address"
                    + " 10.77.0.1/24 --json " + json + (more.isEmpty() ? "" : " " + more)).started();
            String said = net.in("b", "curl --silent --show-error --max-time 15 http://10.77.0.1/");
            assertEquals("Served by coroutines over a TCP/IP path without a kernel below.\n", said);
            said = net.in("b",
                    "curl --silent --show-error --max-time 15 --output /dev/null --write-out %{size_download}"
                            + " http://10.77.0.1:8080/bytes/5000000");
            assertEquals("5000000", said);
            said = net.in("b", "dig +short +tries=3 +time=5 @10.77.0.1 www.creel.test");
            assertEquals("192.0.2.7\n", said);
            said = net.in("b", "dig +norecurse +tries=3 +time=5 @10.77.0.1 none.creel.test AAAA");
            assertTrue(said.contains("status: NXDOMAIN") && said.contains("flags: qr aa;") && !said.contains("WARN")
                    && !said.contains("malformed"), said);
            Namespaces.Tool load = net.creel("b", "",
                    "message-load 10.77.0.1:7000 --rate 1000 --seconds 1 --warm-up 0.5");
            assertEquals(0, load.ended(), load::toString);
            assertTrue(load.toString().contains("lost 0, wrong 0"), load::toString);
            serve.interrupt();
            assertEquals(128 + 2, serve.ended(), serve::toString);
            String report = Files.readString(json);
            assertEquals(2, ToolsTest.field(report, "HTTP_2XX"), report);
            assertEquals(2 + 16, ToolsTest.field(report, "CONNECTIONS_SERVED"), report);
            assertEquals(ToolsTest.field(report, "MESSAGES_WRITTEN"), ToolsTest.field(report, "MESSAGES_SHORT_RECEIVED")
                    + ToolsTest.field(report, "MESSAGES_LONG_RECEIVED"), report);
        } finally {
            net.close();
        }
    }
}
