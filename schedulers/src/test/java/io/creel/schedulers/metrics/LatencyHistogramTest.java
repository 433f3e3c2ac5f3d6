package io.creel.schedulers.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final LatencyHistogram recorder = new LatencyHistogram(2);

    @Test
    void shouldDivideAllLatenciesIntoNarrowBucketsWithoutGaps() {
        long shortestNs = 0;
        for (int bucket = 0; bucket < LatencyHistogram.BUCKETS; bucket++) {
            long longestNs = LatencyHistogram.longestNs(bucket);
            assertEquals(bucket, LatencyHistogram.bucket(shortestNs), "shortest latency of the bucket");
            assertEquals(bucket, LatencyHistogram.bucket(longestNs), "longest latency of the bucket");
            assertTrue((longestNs - shortestNs) * LatencyHistogram.LINEAR <= shortestNs, "width of bucket " + bucket);
            shortestNs = longestNs + 1;
        }
        assertEquals(1L << 36, shortestNs);
    }

    @Test
    void shouldCountInTheOutermostBucketsWhenALatencyIsOutOfRange() {
        recorder.record(0, -5);
        recorder.record(0, Long.MIN_VALUE);
        recorder.record(1, Long.MAX_VALUE);
        assertEquals(3, recorder.snapshot().count());
        assertEquals(0, recorder.snapshot().percentileNs(50));
        assertEquals((1L << 36) - 1, recorder.snapshot().percentileNs(100));
    }

    @Test
    void shouldReturnPercentilesWithinTheWidthOfABucket() {
        SplittableRandom random = new SplittableRandom(7);
        long[] latencies = random.longs(10_000, 0, 1L << 30).map(each -> each >>> random.nextInt(28)).toArray();
        for (int i = 0; i < latencies.length; i++) {
            recorder.record(i & 1, latencies[i]);
        }
        Arrays.sort(latencies);
        for (double percent : new double[]{0.01, 1, 50, 90, 99, 99.9, 100}) {
            long exact = latencies[(int) (Math.round(percent * 100) * latencies.length / 10_000) - 1];
            long found = recorder.snapshot().percentileNs(percent);
            assertTrue(found >= exact && found <= exact + exact / LatencyHistogram.LINEAR,
                    percent + ": exact=" + exact + ", found=" + found);
        }
    }

    @Test
    void shouldNotRoundARankUp() {
        for (int i = 0; i < 1_000; i++) {
            recorder.record(0, i < 999 ? 1 : 30);
        }
        assertEquals(1, recorder.snapshot().percentileNs(99.9));
        assertEquals(30, recorder.snapshot().percentileNs(99.91));
    }

    @Test
    void shouldTellTheLatenciesBetweenTwoSnapshots() {
        recorder.record(0, 10);
        LatencySnapshot before = recorder.snapshot();
        recorder.record(1, 20);
        recorder.record(1, 20);
        LatencySnapshot between = recorder.snapshot().since(before);
        assertEquals("count=2, p50Ns=20, p99Ns=20, p99.9Ns=20", between.toString());
        assertEquals(3, between.plus(before).count());
        assertEquals(0, before.since(recorder.snapshot()).count(), "no count is negative");
    }

    @Test
    void shouldPassOnEachBucketThatHasCounts() {
        recorder.record(0, 7);
        recorder.record(1, 7);
        recorder.record(1, 1_000);
        StringBuilder seen = new StringBuilder();
        recorder.snapshot().forEach((latencyNs, count) -> seen.append(latencyNs).append(':').append(count).append(' '));
        assertEquals("7:2 1007:1 ", seen.toString());
    }

    @Test
    void shouldAnswerZeroWhenNothingWasRecorded() {
        assertEquals("count=0, p50Ns=0, p99Ns=0, p99.9Ns=0", LatencySnapshot.none().toString());
    }

    @Test
    void shouldRefuseNumbersThatMeanNothing() {
        assertEquals("workers out of range: workers=0, least=1",
                assertThrows(IllegalArgumentException.class, () -> new LatencyHistogram(0)).getMessage());
        assertEquals("percentile out of range: percent=100.1, least=0, most=100",
                assertThrows(IllegalArgumentException.class, () -> LatencySnapshot.none().percentileNs(100.1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> LatencySnapshot.none().percentileNs(Double.NaN));
    }

    @Test
    void shouldLoseNoRecordWhileOthersRead() throws InterruptedException {
        int records = 200_000;
        Thread[] workers = new Thread[2];
        for (int i = 0; i < workers.length; i++) {
            int own = i;
            workers[i] = Thread.ofPlatform().start(() -> {
                for (int each = 0; each < records; each++) {
                    recorder.record(own, each & 1023);
                }
            });
        }
        long before = 0;
        while (workers[0].isAlive() || workers[1].isAlive()) {
            long now = recorder.snapshot().count();
            assertTrue(now >= before, "a count never falls");
            before = now;
        }
        for (Thread worker : workers) {
            worker.join();
        }
        assertEquals(2L * records, recorder.snapshot().count());
    }
}
