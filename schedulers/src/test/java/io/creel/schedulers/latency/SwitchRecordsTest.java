package io.creel.schedulers.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Switches of the kernel, as runs of threads. */
class SwitchRecordsTest {
    private static final int WORKER = 10;
    private static final int COMPILER = 11;
    private static final int BUILD = 99;
    private static final int OWN = 10;

    private final SwitchRecords.RecordsBuilder records = new SwitchRecords.RecordsBuilder(100);

    private void change(int cpu, long at, int from, boolean isPreempted, int to) {
        if (from != 0) {
            records.out(cpu, at, pid(from), from, isPreempted, pid(to), to);
        }
        if (to != 0) {
            records.in(cpu, at + 1, pid(to), to, pid(from), from); // the kernel takes a while
        }
    }

    private static int pid(int tid) {
        return tid == BUILD ? BUILD : tid == 0 ? 0 : OWN;
    }

    @Test
    void shouldTellWhoHadTheCoreOfAWorker() {
        change(0, 200, WORKER, true, BUILD);
        change(0, 300, BUILD, true, COMPILER);
        change(0, 350, COMPILER, false, WORKER);
        change(0, 500, WORKER, false, 0);
        change(0, 600, 0, false, WORKER);
        SwitchRecords all = records.build(700, Map.of(BUILD, "javac"));
        SwitchRecords.Stops stops = all.stops(WORKER, OWN);
        assertEquals("[100..200, 350..500, 601..700]", stops.onCore().toString());
        assertEquals("[200..300]", stops.foreign().toString());
        assertEquals("[300..350]", stops.own().toString());
        assertEquals("[500..601]", stops.asleep().toString());
        assertEquals(Map.of(BUILD, 100L, COMPILER, 50L), stops.holders());
        assertEquals("javac", all.name(BUILD));
        assertEquals("thread 11", all.name(COMPILER));
        assertEquals(0, all.lost());
    }

    @Test
    void shouldLookAtTheCoreOnWhichTheWorkerRunsNext() {
        change(0, 200, WORKER, true, BUILD);
        change(1, 150, BUILD + 1, true, COMPILER);
        change(1, 400, COMPILER, true, WORKER);
        SwitchRecords.Stops stops = records.build(500, Map.of()).stops(WORKER, OWN);
        assertEquals("[100..200, 400..500]", stops.onCore().toString());
        assertEquals("[200..400]", stops.own().toString());
        assertEquals(IntervalSet.EMPTY, stops.foreign());
    }

    @Test
    void shouldTakeAThreadThatEndsForTheOneThatRan() {
        change(0, 200, WORKER, true, COMPILER);
        records.out(0, 250, -1, -1, false, OWN, WORKER);
        SwitchRecords all = records.build(300, Map.of());
        assertEquals("[200..250]", all.onCore(COMPILER).toString());
        assertEquals(0, all.lost());
    }

    @Test
    void shouldCountASwitchThatIsMissing() {
        change(0, 200, WORKER, true, BUILD);
        records.out(0, 300, OWN, COMPILER, true, OWN, WORKER);
        records.lost(7);
        records.out(0, 350, OWN, COMPILER, true, OWN, WORKER); // of the same process: a thread that took another's number
        assertEquals(8, records.build(400, Map.of()).lost());
    }

    @Test
    void shouldBlameNobodyForAThreadThatNeverRan() {
        change(0, 200, BUILD, true, COMPILER);
        SwitchRecords.Stops stops = records.build(300, Map.of()).stops(WORKER, OWN);
        assertEquals(IntervalSet.EMPTY, stops.foreign());
        assertEquals(Map.of(), stops.holders());
    }

    /** Threads on two cores at random, some switches to idle unrecorded, against the holders in the script. */
    @Test
    void shouldEqualTheScriptOfARandomScheduler() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SwitchRecords.RecordsBuilder built = new SwitchRecords.RecordsBuilder(0);
            IntervalSet.IntervalBuilder[] expected = new IntervalSet.IntervalBuilder[5];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = new IntervalSet.IntervalBuilder(4);
            }
            int current = random.nextInt(5);
            long from = 0;
            for (long at = 1 + random.nextInt(9); at < 2_000; at += 1 + random.nextInt(90)) {
                int next = random.nextInt(5);
                if (next == current) {
                    continue;
                }
                if (current != 0) {
                    built.out(0, at, 1, current, random.nextBoolean(), 1, next);
                    expected[current].add(from, at);
                }
                if (next != 0) {
                    built.in(0, at, 1, next, 1, current);
                }
                current = next;
                from = at;
            }
            expected[current].add(from, 2_000);
            SwitchRecords all = built.build(2_000, Map.of());
            long sum = 0;
            for (int tid = 1; tid < 5; tid++) {
                // A thread that is on the core when the recording begins and ends appears in no record.
                assertEquals(expected[tid].build(), all.onCore(tid), "seed=" + seed);
                sum += all.onCore(tid).lengthNs();
            }
            assertTrue(sum <= 2_000);
            assertEquals(0, all.lost());
        }
    }

    @Test
    void shouldMakeATimelineWhoseLayersKeepTheirOrder() {
        change(0, 200, WORKER, true, BUILD);
        change(0, 300, BUILD, true, WORKER);
        change(0, 400, WORKER, false, BUILD);
        change(0, 460, BUILD, true, WORKER);
        ServingLog log = new ServingLog(8, 8);
        log.serves(0, 150);
        log.gap(190, 310, 0, 0, 0); // ten before and ten after the other task: interrupts
        log.gap(395, 465, 0, 3, 0);
        log.ended(500);
        CauseTimeline timeline = WorkerTimes.exact(log, records.build(600, Map.of()), WORKER, OWN);
        long[] parts = new long[LatencyCause.COUNT];
        timeline.split(150, 600, LatencyCause.RUNNING, parts);
        assertEquals(100, parts[LatencyCause.FOREIGN.ordinal()]);
        assertEquals(60, parts[LatencyCause.BLOCKED.ordinal()], "asleep in the middle of a request");
        assertEquals(3, parts[LatencyCause.STOLEN.ordinal()]);
        assertEquals(20 + 10 - 3, parts[LatencyCause.INSIDE.ordinal()]);
        assertEquals(350 - 190, parts[LatencyCause.RUNNING.ordinal()]);
        assertEquals(100, parts[LatencyCause.UNEXPLAINED.ordinal()], "on the core and without a request");
    }

    @Test
    void shouldSplitAGapByTheThreadsOwnAccount() {
        ServingLog log = new ServingLog(8, 8);
        log.serves(0, 0);
        log.gap(100, 200, 50, 20, 0);
        log.gap(300, 400, 0, 0, 70);
        log.ended(1_000);
        CauseTimeline timeline = WorkerTimes.byAccount(log, 0, 1_000);
        long[] parts = new long[LatencyCause.COUNT];
        timeline.split(0, 1_000, LatencyCause.RUNNING, parts);
        assertEquals(50, parts[LatencyCause.WORKER_LATE.ordinal()]);
        assertEquals(20, parts[LatencyCause.STOLEN.ordinal()]);
        assertEquals(70, parts[LatencyCause.BLOCKED.ordinal()]);
        assertEquals(30 + 30, parts[LatencyCause.INSIDE.ordinal()]);
        assertEquals(800, parts[LatencyCause.RUNNING.ordinal()]);
        assertEquals(0.13, timeline.shareOfOthers(0, 1_000), 1e-9);
    }

    @Test
    void shouldPrintEachPercentileAsPartsThatAddUp() {
        LatencySplit split = new LatencySplit(1);
        for (int i = 1; i <= 1_000; i++) {
            long[] parts = new long[LatencyCause.COUNT];
            parts[LatencyCause.RUNNING.ordinal()] = i * 900L;
            parts[LatencyCause.FOREIGN.ordinal()] = i * 90L;
            parts[LatencyCause.UNEXPLAINED.ordinal()] = i * 10L;
            split.add(0, i * 1_000L, parts);
        }
        String text = new SplitReport(split).markdown();
        assertTrue(
                text.contains(
                        "| p50 | 500.0 | 455.0 | 0.0 | 0.0 | 450.0 | 0.0 | 0.0 | 0.0 | 45.0 | 0.0 | 0.0 | 5.0 |\n"),
                text);
        assertTrue(text.contains("| p99.9 | 999.0 | 909.1 |"), text);
        assertTrue(text.contains("| slowest 100 | 1000.0 | 910.0 |"), text);
        assertTrue(text.contains(
                "explained by named parts: 99.0 % of the time of the 100 slowest; of each of them at least 99.0 %"),
                text);
    }
}
