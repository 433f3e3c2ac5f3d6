package io.creel.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the whole command in this JVM, with few packets; no time is asserted. */
@Timeout(120)
class DemoCommandTest {
    private static final String DAMAGED = "; the file is damaged from here on, make or copy the capture again";
    private static final String CUT_OFF = "; the file is cut off, make or copy the capture again";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String home;

    @BeforeEach
    void moveHome() {
        home = System.getProperty("creel.home");
        System.setProperty("creel.home", folder.toString());
    }

    @AfterEach
    void restoreHome() {
        if (home == null) {
            System.clearProperty("creel.home");
        } else {
            System.setProperty("creel.home", home);
        }
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("demo"));
        all.addAll(List.of(arguments));
        return CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private int runSmall(Path capture, String... more) {
        List<String> all = new ArrayList<>(
                List.of("--packets", "1", "--rate", "100000", "--capture", capture.toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private Path report(String name) {
        return folder.resolve("cli/target/reports").resolve(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void shouldReportTheFlowsOfTsharkAndLoseNothing(String workers) throws Exception {
        assertEquals(0, run("--packets", "1", "--workers", workers), err::toString);
        String json = Files.readString(report("demo.json"));
        Map<String, String> found = Expected.conversations(json);
        assertEquals(Expected.conversations(Expected.text()), found);
        assertTrue(json.contains("\"packetsIn\": 39930,"), json);
        assertTrue(json.contains("\"packetsOut\": 39930,"), json);
        assertTrue(json.contains("\"drops\": {},"), json);
        String text = out.toString();
        assertTrue(text.contains("Packets    39,930 in = 39,930 out + 0 dropped\n"), text);
        assertTrue(text.contains("Flows      417 with 6,301 packets; in none: 8 ARP, 179 ICMP, 123 ICMPv6, 44\n"),
                text);
        assertTrue(text.contains("  tcp  10.77.0.1:"), text);
        for (String word : List.of("Latency from", "  fifo       p50 ", "  two-queue  p50 ", "             p99.9  ")) {
            assertTrue(text.contains(word), word);
        }
        assertTrue(text.contains("demo.json\n") && text.contains("demo.html\n"), text);
        text.lines().filter(line -> !line.startsWith("Report") && !line.startsWith("Page"))
                .forEach(line -> assertTrue(line.length() <= 80, line));
        assertTrue(Files.readString(report("demo.html")).contains("<svg "));
    }

    @Test
    void shouldReplayTheFileThatTheNicNames() throws Exception {
        Path file = Captures.first(folder.resolve("small.pcap"), 40);
        assertEquals(0, run("--packets", "1", "--rate", "100000", "--nic", "pcap:" + file), err::toString);
        assertTrue(out.toString().contains("Packets    240 in = 240 out + 0 dropped\n"), out::toString);
    }

    @Test
    void shouldReplayACopyWhenTheCaptureIsCompressed() throws Exception {
        Path packed = folder.resolve("small.pcap.gz");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(Captures.first(folder.resolve("small.pcap"), 40), gzip);
        }
        assertEquals(0, runSmall(packed), err::toString);
        assertTrue(out.toString().contains("Capture    small.pcap.gz: 40 packets"), out::toString);
        assertTrue(out.toString().contains("Packets    240 in = 240 out + 0 dropped\n"), out::toString);
    }

    /** The capture has one record of a Wi-Fi interface beside those of Ethernet. */
    @Test
    void shouldSayHowManyRecordsItSkipped() throws Exception {
        byte[] bytes = Files
                .readAllBytes(Path.of("../net/src/test/resources/io/creel/net/captures/mixed-links.pcapng"));
        for (int i = 0; i + 3 < bytes.length; i++) {
            if (bytes[i] == 101 && bytes[i + 1] == 0 && bytes[i + 2] == 0 && bytes[i + 3] == 0) {
                bytes[i] = 105;
            }
        }
        assertEquals(0, runSmall(Files.write(folder.resolve("mixed.pcapng"), bytes)), err::toString);
        assertTrue(out.toString().replaceAll("\\s+", " ").contains("1 record of other link types skipped"),
                out::toString);
        assertTrue(Files.readString(report("demo.json")).contains("\"skippedRecords\": 1"));
    }

    @Test
    void shouldWriteAReportThatTheCheckAccepts() throws Exception {
        assertEquals(0, runSmall(Captures.first(folder.resolve("small.pcap"), 40)), err::toString);
        Process check = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Path.of("../.ci/CheckDemo.java").toString(), report("demo.json").toString()).redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, check.waitFor(), said);
        assertTrue(said.startsWith("packetsIn=240, packetsOut=240, dropped=0, flows="), said);
    }

    @Test
    void shouldAddTheTrialsOfEachPolicy() throws Exception {
        assertEquals(0, run("--packets", "280", "--rate", "100000", "--capture",
                Captures.first(folder.resolve("small.pcap"), 40).toString()), err::toString);
        assertTrue(out.toString().contains("Packets    1,040 in = 1,040 out + 0 dropped\n"),
                () -> "26 replays: 2 x (1 to warm up, 7 measured, 1 before each of 5 turns)" + out);
        assertTrue(Files.readString(report("demo.json")).contains("\"passes\": 7,\n      \"voidPasses\""));
    }

    @Test
    void shouldCountDropsByReasonInTextAndReport() throws Exception {
        Path file = Captures.first(folder.resolve("bad.pcap"), 10, packet -> packet.resize(9));
        assertEquals(0, runSmall(file), err::toString);
        assertTrue(out.toString().contains("Packets    60 in = 0 out + 60 dropped: TRUNCATED_ETHERNET 60\n"),
                out::toString);
        assertTrue(out.toString().contains("No packet arrived"), out::toString);
        assertTrue(Files.readString(report("demo.json")).contains("\"TRUNCATED_ETHERNET\": 60"));
        assertFalse(Files.readString(report("demo.html")).contains("NaN"));
    }

    @Test
    void shouldReportReadablePacketsWhenTheFileIsTruncated() throws Exception {
        Path file = Captures.first(folder.resolve("cut.pcap"), 40);
        long bytes = Files.size(file);
        Captures.appendRecordHeader(file, 60);
        assertFaultAfterReport(file,
                "byte " + bytes + ": a record claims 60 captured bytes where 0 are left" + CUT_OFF);
    }

    @Test
    void shouldReportReadablePacketsWhenARecordClaimsTwoGigabytes() throws Exception {
        Path file = Captures.first(folder.resolve("huge.pcap"), 40);
        long bytes = Files.size(file);
        Captures.appendRecordHeader(file, 0x80000000);
        assertFaultAfterReport(file, "byte " + bytes
                + ": a record claims 2147483648 captured bytes, more than the limit of 262144" + DAMAGED);
    }

    private void assertFaultAfterReport(Path file, String fault) throws Exception {
        assertEquals(2, runSmall(file));
        assertTrue(out.toString().contains("Packets    240 in = 240 out + 0 dropped\n"), out::toString);
        assertTrue(Files.readString(report("demo.json")).contains("\"fault\": \"" + file + ": " + fault + "\""));
        assertTrue(err.toString().endsWith("creel demo: " + file + ": " + fault + "\nTry 'creel demo --help'.\n"),
                err::toString);
    }

    @Test
    void shouldRefuseWhenThereIsNoFile() {
        assertRefused(folder.resolve("none.pcap"), "no such file; name an existing pcap or pcapng file");
        assertRefused(folder, "not a regular file; name a pcap or pcapng file");
    }

    @Test
    void shouldRefuseWhenTheFileIsNoCapture() throws Exception {
        assertRefused(Files.write(folder.resolve("empty"), new byte[0]),
                "byte 0: the file is empty; make the capture again");
        assertRefused(Files.writeString(folder.resolve("text"), "no capture"),
                "byte 0: 0x6e6f2063 starts neither a pcap nor a pcapng file; name a capture made by tcpdump, dumpcap or"
                        + " Wireshark");
        assertRefused(Captures.header(folder.resolve("wifi"), 105),
                "byte 20: link type 105 (Wi-Fi) is none of Ethernet (1), raw IP (101), Linux cooked (113, 276), BSD"
                        + " loopback (0, 108); capture on an interface of one of these");
        assertRefused(Captures.header(folder.resolve("nothing"), 1),
                "the capture has no packet; name another one.");
        assertRefused(Captures.appendRecordHeader(Captures.header(folder.resolve("first"), 1), 60),
                "byte 24: a record claims 60 captured bytes where 0 are left" + CUT_OFF);
    }

    @Test
    void shouldRefuseWhenTheFileIsUnreadable() throws Exception {
        Path file = Captures.first(folder.resolve("secret"), 1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "the super-user reads everything");
        assertRefused(file, "cannot be read (AccessDeniedException); check its permissions");
    }

    private void assertRefused(Path file, String sentence) {
        assertSays("creel demo: " + file + ": " + sentence, "--capture", file.toString());
    }

    @Test
    void shouldRefuseWrongOptions() {
        assertSays(
                "creel demo: there is no option '--captur'; did you mean '--capture'? known: --capture, --help, --nic,"
                        + " --packets, --rate, --seed, --stacktrace, --version, --wire, --workers.",
                "--captur", "x");
        assertSays("creel demo: 'x.pcap' is one argument too many.", "x.pcap");
        assertSays(
                "creel demo: --nic afxdp:x needs the other end of its link: give --wire, such as --wire afpacket:PEER.",
                "--nic",
                "afxdp:x");
        assertSays("creel demo: --wire is the other end of an interface: give --nic as well, such as --nic afxdp:IF.",
                "--wire", "tap:x");
        assertSays("creel demo: an interface has one worker in the demo: --workers 2.", "--nic", "tap:x", "--wire",
                "tap:y",
                "--workers", "2");
        assertSays("creel demo: --nic pcap:FILE and --capture both name a file; give only one of them.", "--nic",
                "pcap:x",
                "--capture", "y");
        assertSays("creel demo: unknown NIC: word=foo:x, known=afpacket:IF, afxdp:IF[:queue], memory:, pcap:FILE,"
                + " switch:NAME, tap:NAME", "--nic", "foo:x", "--wire", "tap:y");
        assertSays("creel demo: --workers must be from 1 to 64: 0.", "--workers", "0");
        assertSays("creel demo: --rate must be from 1 to 10,000,000: -1.", "--rate", "-1");
        assertSays("creel demo: --packets must be from 1 to 2,147,483,647: 0.", "--packets", "0");
        assertSays("creel demo: Invalid value for option '--workers': 'many' is not an int", "--workers", "many");
        assertSays("creel demo: Missing required parameter for option '--capture' (FILE)", "--capture");
    }

    private void assertSays(String sentence, String... arguments) {
        err.getBuffer().setLength(0);
        assertEquals(2, run(arguments));
        assertEquals(sentence + "\nTry 'creel demo --help'.\n", err.toString());
        assertEquals("", out.toString());
        assertFalse(Files.exists(report("demo.json")));
    }
}
