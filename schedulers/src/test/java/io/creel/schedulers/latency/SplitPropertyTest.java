package io.creel.schedulers.latency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The algebra against a model that looks at every nanosecond by itself, over random sets of 200 ns. */
class SplitPropertyTest {
    private static final int END = 200;
    private static final int CASES = 3_000;
    private static final LatencyCause[] CAUSES = LatencyCause.values();

    private interface Property {
        void check(SplittableRandom random);
    }

    private static void forAll(Property property) {
        for (int seed = 0; seed < CASES; seed++) {
            try {
                property.check(new SplittableRandom(seed));
            } catch (AssertionError failure) {
                throw new AssertionError("seed=" + seed, failure);
            }
        }
    }

    private static IntervalSet set(SplittableRandom random) {
        IntervalSet.IntervalBuilder set = new IntervalSet.IntervalBuilder(1);
        long from = 0;
        for (int i = random.nextInt(8); i > 0 && from < END; i--) {
            from += random.nextInt(40);
            set.add(from, Math.min(END, from + random.nextInt(50)));
        }
        return set.build();
    }

    private static BitSet bits(IntervalSet set) {
        BitSet bits = new BitSet();
        for (int i = 0; i < set.size(); i++) {
            assertTrue(set.fromNs(i) < set.toNs(i), set::toString);
            assertTrue(i == 0 || set.toNs(i - 1) < set.fromNs(i), () -> "not disjoint: " + set);
            bits.set((int) set.fromNs(i), (int) set.toNs(i));
        }
        assertEquals(bits.cardinality(), set.lengthNs());
        return bits;
    }

    @Test
    void shouldEqualTheModelInEachOperation() {
        forAll(random -> {
            IntervalSet a = set(random);
            IntervalSet b = set(random);
            int from = random.nextInt(END);
            int to = from + random.nextInt(END - from);

            BitSet union = bits(a);
            union.or(bits(b));
            assertEquals(union, bits(a.union(b)));
            BitSet both = bits(a);
            both.and(bits(b));
            assertEquals(both, bits(a.intersection(b)));
            BitSet rest = bits(a);
            rest.andNot(bits(b));
            assertEquals(rest, bits(a.minus(b)));
            assertEquals(bits(a).get(from, to).cardinality(), a.overlapNs(from, to));
            BitSet missing = new BitSet();
            missing.set(from, to);
            missing.andNot(bits(a));
            assertEquals(missing, bits(a.complement(from, to)));
            assertEquals(bits(a).get(from) ? bits(a).nextClearBit(from) : from, a.endOfIntervalAt(from));
            assertEquals(a, a.union(a));
            assertEquals(closed(a, 10), bits(a.closed(10)));
        });
    }

    private static BitSet closed(IntervalSet set, int hole) {
        BitSet bits = bits(set);
        for (int end = bits.nextClearBit(Math.max(0, bits.nextSetBit(0))); bits.nextSetBit(end) >= 0;) {
            int next = bits.nextSetBit(end);
            if (next - end <= hole) {
                bits.set(end, next);
            }
            end = bits.nextClearBit(next);
        }
        return bits;
    }

    @Test
    void shouldRefuseIntervalsThatAreOutOfOrder() {
        IntervalSet.IntervalBuilder set = new IntervalSet.IntervalBuilder(1);
        set.add(5, 6);
        assertEquals("intervals are out of order: fromNs=4, previousFromNs=5",
                assertThrows(IllegalArgumentException.class, () -> set.add(4, 9)).getMessage());
    }

    /** A random timeline, and the cause of each nanosecond. */
    private static final class Layers {
        final CauseTimeline timeline;
        final LatencyCause[] causes = new LatencyCause[END];

        Layers(SplittableRandom random) {
            CauseTimeline.TimelineBuilder builder = new CauseTimeline.TimelineBuilder();
            for (int i = 0; i < 4; i++) {
                LatencyCause cause = CAUSES[random.nextInt(CAUSES.length)];
                add(cause, set(random), builder);
            }
            IntervalSet asleep = set(random);
            builder.asleep(asleep);
            put(LatencyCause.WORKER_LATE, asleep);
            for (int i = 0; i < END; i++) {
                causes[i] = causes[i] == null ? LatencyCause.UNEXPLAINED : causes[i];
            }
            timeline = builder.build();
        }

        private void add(LatencyCause cause, IntervalSet set, CauseTimeline.TimelineBuilder builder) {
            put(cause, set);
            builder.below(cause, set);
        }

        private void put(LatencyCause cause, IntervalSet set) {
            bits(set).stream().filter(i -> causes[i] == null).forEach(i -> causes[i] = cause);
        }
    }

    @Test
    void shouldGiveEachNanosecondToTheFirstLayerThatHasIt() {
        forAll(random -> {
            Layers layers = new Layers(random);
            int from = random.nextInt(END);
            int to = from + random.nextInt(END - from);
            long[] expected = new long[CAUSES.length];
            for (int i = from; i < to; i++) {
                expected[(layers.causes[i] == LatencyCause.RUNNING ? LatencyCause.QUEUE : layers.causes[i])
                        .ordinal()]++;
            }
            long[] parts = new long[CAUSES.length];
            layers.timeline.split(from, to, LatencyCause.QUEUE, parts);
            assertArrayEquals(expected, parts);
        });
    }

    /** How a request is split. */
    private interface Splitter {
        LatencySplit split(List<Layers> workers, List<ServingLog> logs, long due, long sent, long end);
    }

    private static LatencySplit exactly(List<Layers> workers, List<ServingLog> logs, long due, long sent, long end) {
        LatencySplit split = new LatencySplit(1);
        new RequestTimes(2, logs, workers.stream().map(each -> each.timeline).toList()).addTo(0, due, sent, end, split);
        return split;
    }

    /** A splitter that is wrong on purpose: it gives a whole stop to a request that overlaps with a part of it. */
    private static LatencySplit byWindows(List<Layers> workers, List<ServingLog> logs, long due, long sent, long end) {
        long[] parts = new long[CAUSES.length];
        IntervalSet stops = workers.getFirst().timeline.times(LatencyCause.FOREIGN);
        for (int i = 0; i < stops.size(); i++) {
            if (stops.fromNs(i) < end && stops.toNs(i) > due) {
                parts[LatencyCause.FOREIGN.ordinal()] += stops.toNs(i) - stops.fromNs(i);
            }
        }
        parts[LatencyCause.RUNNING.ordinal()] = Math.max(0, end - due - parts[LatencyCause.FOREIGN.ordinal()]);
        LatencySplit split = new LatencySplit(1);
        split.add(due, end, parts);
        return split;
    }

    /** Two workers that serve request 0, another one, or none; each nanosecond of request 0 is counted one by one. */
    private static void checkRequest(SplittableRandom random, Splitter splitter) {
        List<Layers> workers = List.of(new Layers(random), new Layers(random));
        List<ServingLog> logs = new ArrayList<>(List.of(new ServingLog(64, 1), new ServingLog(64, 1)));
        int[] segmentOf = new int[END]; // worker and kind: 1 + worker if it serves request 0
        int at = 0;
        int last = -1;
        while (at < END) {
            int worker = random.nextInt(2);
            int length = 1 + random.nextInt(30);
            int to = Math.min(END, at + length);
            boolean isOurs = random.nextBoolean();
            logs.get(worker).serves(isOurs ? 0 : 1, at);
            logs.get(worker).ended(to);
            for (int i = at; i < to && isOurs; i++) {
                segmentOf[i] = 1 + worker;
            }
            last = isOurs ? to : last;
            at = to + random.nextInt(10);
        }
        int end = last < 0 ? END : last;
        int due = random.nextInt(end);
        int sent = due + random.nextInt(end - due);
        long[] expected = new long[CAUSES.length];
        for (int i = due; i < end; i++) {
            expected[causeOf(i, sent, end, segmentOf, workers).ordinal()]++;
        }
        LatencySplit split = splitter.split(workers, logs, due, sent, end);
        for (LatencyCause cause : CAUSES) {
            assertEquals(expected[cause.ordinal()], split.partNs(0, cause), cause::toString);
        }
        assertEquals(end - due, split.rawNs(0));
        long own = 0;
        for (LatencyCause cause : CAUSES) {
            own += cause.isOwn() ? expected[cause.ordinal()] : 0;
        }
        assertEquals(own, split.adjustedNs(0));
    }

    private static LatencyCause causeOf(int at, int sent, int end, int[] segmentOf, List<Layers> workers) {
        if (at < sent) {
            return LatencyCause.GENERATOR;
        }
        int next = at;
        while (next < end && segmentOf[next] == 0) {
            next++;
        }
        if (next == end) {
            return LatencyCause.UNEXPLAINED;
        }
        LatencyCause cause = workers.get(segmentOf[next] - 1).causes[at];
        return cause == LatencyCause.RUNNING && segmentOf[at] == 0 ? LatencyCause.QUEUE : cause;
    }

    @Test
    void shouldGiveEachNanosecondOfARequestToOneCause() {
        forAll(random -> checkRequest(random, SplitPropertyTest::exactly));
    }

    /** The canary: a splitter that subtracts windows must be found out. */
    @Test
    void shouldRejectASplitterThatSubtractsWindows() {
        int found = 0;
        for (int seed = 0; seed < CASES; seed++) {
            try {
                checkRequest(new SplittableRandom(seed), SplitPropertyTest::byWindows);
            } catch (AssertionError | IllegalArgumentException wrong) {
                found++;
            }
        }
        assertTrue(found > CASES / 2, "found=" + found);
    }

    @Test
    void shouldRefuseARequestWhosePartsDoNotAddUp() {
        LatencySplit split = new LatencySplit(1);
        long[] parts = new long[CAUSES.length];
        parts[0] = 3;
        assertTrue(assertThrows(IllegalArgumentException.class, () -> split.add(0, 4, parts)).getMessage()
                .startsWith("parts do not add up to the request: tookNs=4, sumNs=3, parts=[3, 0"));
        parts[1] = -1;
        assertTrue(assertThrows(IllegalArgumentException.class, () -> split.add(0, 2, parts)).getMessage()
                .startsWith("a part is negative: parts=[3, -1"));
        assertEquals(0, split.size());
    }

    /** The sleep of a worker explains a request only as far as a wake-up can take. */
    @Test
    void shouldNotExplainALongSleepByAWakeUp() {
        long limit = CauseTimeline.LONGEST_WAKE_UP_NS;
        CauseTimeline asleep = new CauseTimeline.TimelineBuilder().asleep(IntervalSet.of(0, 10 * limit)).build();
        long[] parts = new long[CAUSES.length];
        asleep.split(0, limit, LatencyCause.QUEUE, parts);
        assertEquals(limit, parts[LatencyCause.WORKER_LATE.ordinal()]);
        asleep.split(0, limit + 1, LatencyCause.QUEUE, parts);
        assertEquals(limit, parts[LatencyCause.WORKER_LATE.ordinal()]);
        assertEquals(limit + 1, parts[LatencyCause.UNEXPLAINED.ordinal()]);
    }

    @Test
    void shouldCountWhatAFullLogLoses() {
        ServingLog log = new ServingLog(2, 1);
        log.serves(0, 10);
        log.ended(20);
        assertEquals(0, log.lost());
        log.serves(1, 30);
        log.gap(30, 31, 0, 0, 0);
        log.gap(40, 41, 0, 0, 0);
        assertEquals(2, log.lost());
        assertEquals(IntervalSet.of(10, 20), log.busy());
    }
}
