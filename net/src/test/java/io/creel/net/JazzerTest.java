package io.creel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.pcap.CaptureFuzzTarget;
import io.creel.net.pcap.CaptureReader;
import io.creel.net.pcap.CaptureWriter;
import io.creel.net.wire.CanaryFuzzTarget;
import io.creel.net.wire.HeaderFuzzTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzing guided by coverage, in a JVM of its own per target, seeded with the capture of the demo. The short form makes
 * a fixed number of runs; {@code -Dcreel.fuzz.seconds=600} fuzzes each target for ten minutes instead. Findings are
 * left in {@code target/fuzz}.
 */
class JazzerTest {
    private static final Path CAPTURE = Path.of("../cli/src/main/resources/io/creel/cli/demo.pcapng");
    private static final Path ODD_CAPTURES = Path.of("src/test/resources/io/creel/net/captures");
    private static final int FOUND = 77;
    private static final int SHORT_RUNS = 40_000;

    @TempDir
    Path folder;

    private Path headers;
    private Path captures;

    @BeforeEach
    void makeSeeds() throws Exception {
        headers = Files.createDirectory(folder.resolve("headers"));
        captures = Files.createDirectory(folder.resolve("captures"));
        var pool = new PacketPool("seeds", 2, CaptureReader.MAX_RECORD_BYTES, 0);
        try (CaptureReader reader = CaptureReader.open(CAPTURE);
                CaptureWriter pcap = CaptureWriter.pcap(captures.resolve("a.pcap"));
                CaptureWriter pcapng = CaptureWriter.pcapng(captures.resolve("b.pcapng"))) {
            Packet packet = pool.allocate();
            for (int i = 0; reader.next(); i++) {
                reader.copyTo(packet);
                if (i % 40 == 0 && packet.lengthBytes() < 400) {
                    byte[] seed = new byte[1 + packet.lengthBytes()];
                    packet.get(0, seed, 1, packet.lengthBytes());
                    Files.write(headers.resolve("frame-" + i), seed);
                }
                if (i < 6) {
                    pcap.write(packet);
                    pcapng.write(packet);
                }
            }
            packet.release();
        }
        Files.write(captures.resolve("c.pcapng"), Arrays.copyOf(Files.readAllBytes(CAPTURE), 1_500));
        try (Stream<Path> odd = Files.list(ODD_CAPTURES)) {
            for (Path file : odd.toList()) {
                makeSeeds(file);
            }
        }
    }

    private void makeSeeds(Path odd) throws Exception {
        String name = odd.getFileName().toString();
        byte[] bytes = Files.readAllBytes(odd);
        Files.write(captures.resolve(name), Arrays.copyOf(bytes, Math.min(bytes.length, 3_000)));
        Packet packet = new PacketPool("odd", 2, CaptureReader.MAX_RECORD_BYTES, 0).allocate();
        try (CaptureReader reader = CaptureReader.open(odd)) {
            if (reader.next()) {
                reader.copyTo(packet);
                byte[] seed = new byte[1 + Math.min(400, packet.lengthBytes())];
                packet.get(0, seed, 1, seed.length - 1);
                Files.write(headers.resolve(name), seed);
            }
        }
    }

    @Test
    void shouldFindNothingWhenHeadersAreAnyBytes() throws Exception {
        assertNothingFound(HeaderFuzzTarget.class, headers);
    }

    @Test
    void shouldFindNothingWhenCapturesAreAnyBytes() throws Exception {
        assertNothingFound(CaptureFuzzTarget.class, captures);
    }

    /** The canary: a target with a fault that must be found. */
    @Test
    void shouldFindFaultWhenViewTrustsDataOffset() throws Exception {
        var said = new StringBuilder();
        assertEquals(FOUND, fuzz(CanaryFuzzTarget.class, headers, said), said::toString);
        assertTrue(said.toString().contains("IndexOutOfBoundsException"), said::toString);
    }

    private void assertNothingFound(Class<?> target, Path seeds) throws Exception {
        var said = new StringBuilder();
        assertEquals(0, fuzz(target, seeds, said), said::toString);
        assertTrue(said.toString().contains("Done "), said::toString);
    }

    private static int fuzz(Class<?> target, Path seeds, StringBuilder said) throws Exception {
        Path findings = Files.createDirectories(Path.of("target/fuzz"));
        String seconds = System.getProperty("creel.fuzz.seconds");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer", "--target_class=" + target.getName(),
                "--instrumentation_includes=io.creel.net.**", "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/", "-seed=25", "-max_len=4000", "-rss_limit_mb=0",
                seconds == null ? "-runs=" + SHORT_RUNS : "-max_total_time=" + seconds, seeds.toString()));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        said.append(new String(process.getInputStream().readAllBytes()));
        return process.waitFor();
    }
}
