package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.creel.ip.InCoroutine;
import io.creel.ip.tcp.TraceParser.Trace;
import io.creel.ip.tcp.TraceRun.Variant;
import io.creel.net.PacketPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every packet trace, over IPv4 and IPv6, and with sequence numbers and timestamps that wrap on the way; all of them
 * through both steps, without a lock and in the lock of the connection.
 */
class TraceTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/creel/ip/tcp/traces");
    static final List<Variant> VARIANTS = List.of(Variant.PLAIN,
            new Variant("ipv6", true, 1_000_000, 0, false),
            new Variant("wrapping soon", false, -1_000, -500, false),
            new Variant("wrapping after the handshake", false, -2, -20, false),
            new Variant("wrapping sign", true, Integer.MAX_VALUE - 1_500, Integer.MAX_VALUE - 300, false));
    /** The same through the steps that lock. */
    private static final List<Variant> LOCKED = VARIANTS.stream().map(each -> new Variant(each.name() + ", locked",
            each.ipv6(), each.isn(), each.timestampOffset(), true)).toList();

    static List<Trace> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted()
                    .flatMap(file -> TraceParser.parse(file.getFileName().toString(), lines(file)).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> traces() {
        return all().stream().flatMap(trace -> VARIANTS.stream().map(variant -> test(trace, variant)));
    }

    @TestFactory
    Stream<DynamicTest> tracesInTheLockOfTheirConnection() {
        return all().stream().flatMap(trace -> LOCKED.stream().map(variant -> test(trace, variant)));
    }

    private static DynamicTest test(Trace trace, Variant variant) {
        return dynamicTest(trace.name() + ", " + variant.name(), FOLDER.resolve(trace.file()).toUri(), () -> {
            if (variant.severalWorkers()) {
                InCoroutine.run(() -> run(trace, variant));
            } else {
                run(trace, variant);
            }
        });
    }

    static void run(Trace trace, Variant variant) {
        try (PacketPool pool = new PacketPool("trace", 256, 32_768, 0);
                TraceRun run = new TraceRun(trace, variant, pool)) {
            run.run();
        }
    }

    @Test
    void shouldHaveTracesUnderNamesOfTheirOwn() {
        Set<String> names = new HashSet<>();
        for (Trace each : all()) {
            assertTrue(names.add(each.name()), "two traces of one name: " + each.name());
        }
        assertTrue(names.size() >= 150, "traces: " + names.size());
    }

    /** The canary: an expectation that does not hold is named with its file and line. */
    @Test
    void shouldNameTheLineWhenATraceDoesNotHold() {
        String found = assertThrows(AssertionError.class, () -> runText("0.0 listen", "0.0 < S 0:0(0) win 1000",
                "0.0 > S. 0:0(0) ack 2")).getMessage();
        assertTrue(found.startsWith("text:4: shouldFail (ipv4): acknowledgment of A> S. 0:0(0) ack 1"), found);
        assertThrows(AssertionError.class, () -> runText("0.0 listen", "0.0 < S 0:0(0) win 1000"));
        assertThrows(AssertionError.class, () -> runText("0.0 listen", "0.0 > S. 0:0(0) ack 1"));
        assertThrows(AssertionError.class,
                () -> runText("0.0 listen", "0.0 < S 0:0(0) win 1000", "0.1 > S. 0:0(0) ack 1"));
    }

    @Test
    void shouldNameTheLineWhenATraceCannotBeRead() {
        assertEquals("text:2: not a segment: < Q 0:0(0); write it as `< P. 1:101(100) ack 1 win 1000 <mss 1460>`",
                assertThrows(IllegalArgumentException.class, () -> runText("0.0 < Q 0:0(0)")).getMessage());
        assertEquals("text:2: the length does not fit the numbers: < . 1:5(3) ack 1",
                assertThrows(IllegalArgumentException.class, () -> runText("0.0 < . 1:5(3) ack 1")).getMessage());
        assertEquals("text:2: unknown option: mms 1",
                assertThrows(IllegalArgumentException.class, () -> runText("0.0 < S 0:0(0) <mms 1>")).getMessage());
        assertEquals("text:2: a step begins with its time in seconds, found: listen",
                assertThrows(IllegalArgumentException.class, () -> runText("listen")).getMessage());
        assertEquals("text:1: a step before the first `trace` line: 0.0 listen",
                assertThrows(IllegalArgumentException.class,
                        () -> TraceParser.parse("text", List.of("0.0 listen"))).getMessage());
    }

    private static void runText(String... steps) {
        List<String> lines = Stream.concat(Stream.of("trace shouldFail: NONE"), Stream.of(steps)).toList();
        TraceParser.parse("text", lines).forEach(trace -> run(trace, Variant.PLAIN));
    }
}
