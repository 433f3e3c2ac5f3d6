package io.creel.cli.colocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The figures of a table are those of its runs. */
class LineFiguresTest {
    private static final Surroundings QUIET = new Surroundings(0, 0, 0, 0, 0);

    private static ColocationResult result(String id, long[] latenciesNs, long latenessNs, long answered,
            List<String> refusals) {
        long[] lateness = LongStream.generate(() -> latenessNs).limit(latenciesNs.length).toArray();
        Account account = new Account(latenciesNs.length, answered,
                answered == latenciesNs.length ? Map.of() : Map.of("echo: X", latenciesNs.length - answered));
        return new ColocationResult(
                ColocationLine.ALL.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow(),
                latenciesNs, null, 0, lateness, account, new OpenLoop.WorkDone(900_000, 1_000_000_000), refusals, QUIET,
                new Surroundings(1_000_000_000, 700_000_000, 20_000_000, 200_000_000, 30));
    }

    private static long[] upTo(int microseconds) {
        return LongStream.rangeClosed(1, microseconds).map(each -> each * 1_000).toArray();
    }

    @Test
    void shouldTakePercentilesOverAllRounds() {
        var figures = new LineFigures(
                List.of(result("d", upTo(1_000), 0, 1_000, List.of()), result("d", upTo(3_000), 0, 3_000, List.of())));
        assertEquals(1_000, figures.us(50));
        assertEquals(2_996, figures.us(99.9));
        assertEquals(999, figures.us(0, 99.9));
        assertEquals(0.9, figures.workMillions());
        assertEquals("no", figures.voidRounds());
        assertEquals(0.5, figures.foreignCores());
        assertEquals(40, figures.stolenMs());
        assertEquals(60, figures.compiledMs());
    }

    /** A packet without an answer has an infinite latency. */
    @Test
    void shouldShowALostPacketInTheTail() {
        long[] latencies = upTo(1_000);
        latencies[10] = OpenLoop.LOST_NS;
        latencies[11] = OpenLoop.LOST_NS;
        var figures = new LineFigures(List.of(result("a", latencies, 0, 998, List.of())));
        assertEquals(Double.POSITIVE_INFINITY, figures.us(99.9));
        assertEquals("lost", ColocationReport.us(figures.us(99.9)));
        assertEquals(502, figures.us(50));
        assertEquals(2, figures.lost());
        assertEquals(Map.of("echo: X", 2L), figures.losses());
    }

    @Test
    void shouldSayWhyARunIsVoid() {
        assertEquals("1 of 2: generator late", new LineFigures(List.of(
                result("a", upTo(10), OpenLoop.LATE_NS, 10, List.of()),
                result("a", upTo(10), OpenLoop.LATE_NS + 1, 10, List.of()))).voidRounds());
        assertEquals("1 of 1: a setting was refused",
                new LineFigures(List.of(result("c1", upTo(10), 0, 10, List.of("c1: no")))).voidRounds());
    }

    @Test
    void shouldCompareFiguresWithTargets() {
        LineFigures d = new LineFigures(List.of(result("d", upTo(10), 0, 10, List.of())));
        LineFigures a = new LineFigures(List.of(result("a", upTo(2_000), 0, 2_000, List.of())));
        String targets = new ColocationReport(List.of(a, d)).targets();
        assertTrue(targets.contains("| d: p99.9 µs | 10.00 | ≤ 50.00 | met |"), targets);
        assertTrue(targets.contains("| a ÷ d at p99.9 | 199.8 | ≥ 100.0 | met |"), targets);
        String slow = new ColocationReport(List.of(new LineFigures(List.of(result("d", upTo(60), 0, 60, List.of())))))
                .targets();
        assertTrue(slow.contains("| d: p99 µs | 60.00 | ≤ 20.00 | missed |"), slow);
        assertEquals("", new ColocationReport(List.of(a)).targets());
    }
}
