package io.creel.cli.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import io.creel.net.pcap.CaptureReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs every tool in this JVM, on memory and on files; no time is asserted. */
@Timeout(120)
class ToolsTest {
    private static final String DEMO = "src/main/resources/io/creel/cli/demo.pcapng";
    private static final int DEMO_FRAMES = 6655;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private String json(String... arguments) throws Exception {
        Path file = folder.resolve("report.json");
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--json";
        all[arguments.length + 1] = file.toString();
        int code = run(all);
        assertTrue(code == 0 || code == 1 && out.toString().contains("\nVOID "), () -> code + " " + out + err);
        return Files.readString(file);
    }

    /** Returns the first field of that name. */
    static long field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\": (-?\\d+)").matcher(json);
        assertTrue(matcher.find(), () -> name + " is missing: " + json);
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void shouldGetEveryFrameBackWhenGeneratingIntoMemory() throws Exception {
        String json = json("generate", "memory:", "--count", "5000", "--rate", "50000", "--size", "1472", "--flows",
                "100", "--arrivals", "fixed");
        assertEquals(5000, field(json, "sent"));
        assertEquals(5000, field(json, "answered"));
        assertTrue(field(json, "lateSends") <= 5000);
        assertTrue(json.contains("\"isVoid\": " + (field(json, "lateSends") > 250)), json);
        assertEquals(field(json, "lateSends") > 250, out.toString().contains("\nVOID             "), out::toString);
        assertEquals(5000 * 1514L, field(json, "TX_BYTES"));
        assertEquals(0, field(json, "lost"));
        assertTrue(out.toString().contains("Answered         5,000; not answered: 0\n"), out::toString);
        assertTrue(
                out.toString()
                        .matches("(?s).*\nLatency          p50 [\\d.]+ (?:[µu]s|ms|s), p99 [\\d.]+ (?:[µu]s|ms|s), .*"),
                out::toString);
        assertTrue(json.contains("\"p999Us\": "), json);
    }

    @Test
    void shouldCountExactlyWhenLimited() throws Exception {
        assertEquals(300, field(json("echo", "memory:", "--count", "300"), "passedOn"));
        assertEquals(300, field(json("sink", "memory:", "--count", "300"), "passedOn"));
        String bridge = json("bridge", "memory:", "memory:", "--count", "300");
        assertEquals(300, field(bridge, "passedOn"));
    }

    @Test
    void shouldEndByItselfWhenCaptureIsOver() throws Exception {
        String json = json("sink", "pcap:" + DEMO);
        assertEquals(DEMO_FRAMES, field(json, "passedOn"));
        assertEquals(DEMO_FRAMES, field(json, "RX_PACKETS"));
    }

    @Test
    void shouldWriteTheSameFramesWhenCapturing() throws Exception {
        Path file = folder.resolve("copy.pcapng");
        assertEquals(DEMO_FRAMES, field(json("capture", "pcap:" + DEMO, file.toString()), "passedOn"));
        try (CaptureReader from = CaptureReader.open(Path.of(DEMO)); CaptureReader to = CaptureReader.open(file)) {
            while (from.next()) {
                assertTrue(to.next());
                assertEquals(from.timestampNs(), to.timestampNs());
                assertEquals(from.capturedBytes(), to.capturedBytes());
                assertEquals(from.originalBytes(), to.originalBytes());
            }
            assertFalse(to.next());
        }
    }

    /** The NIC has no clock, and frames arrive much faster than one per millisecond. */
    @Test
    void shouldStampFinerThanMillisecondsWhenNicHasNoClock() throws Exception {
        Path file = folder.resolve("stamps.pcapng");
        assertEquals(0, run("capture", "memory:", file.toString(), "--count", "1000"));
        int finer = 0;
        try (CaptureReader reader = CaptureReader.open(file)) {
            while (reader.next()) {
                finer += reader.timestampNs() % 1_000_000 == 0 ? 0 : 1;
            }
        }
        assertTrue(finer > 0);
    }

    /** Reads standard input as in {@code tcpdump -w - | creel}, also compressed. */
    @Test
    void shouldReadStandardInputWhenNamedDash() throws Exception {
        InputStream before = System.in;
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            Files.copy(Path.of(DEMO), gzip);
        }
        System.setIn(new ByteArrayInputStream(packed.toByteArray()));
        try {
            assertEquals(DEMO_FRAMES, field(json("sink", "pcap:-"), "passedOn"));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldCountFramesThatItDidNotEchoByReason() throws Exception {
        String json = json("echo", "pcap:" + DEMO);
        long notEchoed = field(json, "NOT_ECHOED") + field(json, "NOT_FOR_US");
        assertTrue(notEchoed > 0);
        assertEquals(DEMO_FRAMES, field(json, "passedOn") + sum(json, "notPassedOn"));
        assertEquals(field(json, "passedOn"), field(json, "TX_PACKETS"));
    }

    private static long sum(String json, String object) {
        int begin = json.indexOf("\"" + object + "\": {");
        Matcher matcher = Pattern.compile(": (\\d+)").matcher(json.substring(begin, json.indexOf('}', begin)));
        long sum = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1));
        }
        return sum;
    }

    @Test
    void shouldDropFramesThatTheOtherEndCannotTakeWhenBridging() throws Exception {
        String json = json("bridge", "pcap:" + DEMO, "memory:");
        assertEquals(DEMO_FRAMES, field(json, "RX_PACKETS"));
        assertTrue(field(json, "passedOn") + sum(json, "notPassedOn") >= DEMO_FRAMES, json);
    }

    @Test
    void shouldPrintProgressWhileItRuns() {
        assertEquals(0, run("echo", "memory:", "--duration", "1.5"));
        assertTrue(err.toString().startsWith("creel echo: memory:0, memory, MTU 1500, queues 1; Ctrl-C ends it\n"),
                err::toString);
        assertTrue(err.toString().matches("(?s).*\n   1 s  rx [\\d,]+/s [\\d.]+ Mbit/s, tx [\\d,]+/s [\\d.]+ Mbit/s,"
                + " lost [\\d,]+\n.*"), err::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            sink foo:x | unknown NIC: word=foo:x, known=afpacket:IF, afxdp:IF[:queue], memory:, pcap:FILE, switch:NAME, tap:NAME
                                            sink memory:x | a memory NIC has no name: word=memory:x
                                            sink pcap: | a replay needs a file: word=pcap:, known=pcap:FILE
                                            sink pcap:/none | /none: no such file; name an existing pcap or pcapng file
                                            sink afxdp: | AF_XDP needs an interface: word=afxdp:, known=afxdp:IF[:queue]
                                            sink memory: --count -1 | --count must be at least 0: -1.
                                            sink memory: --duration -1 | --duration must be from 0 to 1,000,000,000 seconds: -1.0.
                                            sink memory: --duration NaN | --duration must be from 0 to 1,000,000,000 seconds: NaN.
                                            sink memory: --json /none/x | --json: no such folder: /none; create it first, or name another.
                                            capture memory: /none/x | FILE: no such folder: /none; create it first, or name another.
                                            capture memory: / | FILE: is a folder: /; name a file.
                                            policies --json /none/x | --json: no such folder: /none; create it first, or name another.
                                            policies --record / | --record: is a folder: /; name a file.
                                            sim --json /none/x | --json: no such folder: /none; create it first, or name another.
                                            sim --html / | --html: is a folder: /; name a file.
                                            experiments --html / | --html: is a folder: /; name a file.
                                            echo memory: --address here | --address is not an IPv4 address: here.
                                            generate memory: --rate 0 | --rate must be from 1 to 20000000: 0.
                                            generate memory: --size 63 | --size must be at least 64: 63.
                                            generate memory: --size 1473 | --size must be from 64 to 1472: 1473.
                                            generate memory: --flows 0 | --flows must be from 1 to 50000: 0.
                                            generate memory: --arrivals bursty | --arrivals must be poisson or fixed: bursty.
                                            generate memory: --from 1.2.3 | --from is not an IPv4 address: 1.2.3.
                                            generate memory: --to 1.2.3.256 | --to is not an IPv4 address: 1.2.3.256.
                                            generate memory: --mac 02:00 | --mac is not an Ethernet address: 02:00.
                                            """)
    void shouldRefuseInOneSentence(String command, String sentence) {
        assertEquals(2, run(command.split(" ")));
        String name = command.substring(0, command.indexOf(' '));
        assertEquals("creel " + name + ": " + sentence + "\nTry 'creel " + name + " --help'.\n", err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldEndInOneSentenceWhenDiskIsFull() {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/full")));
        assertEquals(1, run("capture", "memory:", "/dev/full"));
        assertTrue(err.toString().contains("creel capture: capture is incomplete: frames=")
                || err.toString().contains("creel capture: capture stopped: frames="), err::toString);
        assertTrue(err.toString().contains("error=No space left on device; free space on the disk\n"),
                err::toString);
    }
}
