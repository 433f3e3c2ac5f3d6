package io.creel.sim.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DistributionTest {
    /** Against sorted values from 0 to 2^52, on a logarithmic scale. */
    @Test
    void shouldFindEveryRankToWithinAThousandth() {
        SplittableRandom random = new SplittableRandom(1);
        long[] values = new long[100_000];
        Distribution distribution = new Distribution();
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextLong(1L << 52) >>> random.nextInt(52);
            distribution.record(values[i]);
            sum += values[i];
        }
        Arrays.sort(values);
        for (int rank = 1; rank <= values.length; rank += 97) {
            assertEquals(values[rank - 1], distribution.ofRank(rank), values[rank - 1] * 0.0005);
        }
        assertEquals(sum / values.length, distribution.mean(), 1);
        assertEquals(values.length, distribution.count());
    }

    @Test
    void shouldAddUpAndKeepTooLargeValues() {
        Distribution one = new Distribution();
        Distribution other = new Distribution();
        one.record(3);
        other.record(5);
        other.record(Long.MAX_VALUE);
        one.add(other);
        assertEquals(3, one.count());
        assertEquals(3, one.ofRank(1));
        assertEquals(5, one.ofRank(2));
        assertEquals(1L << 52, one.ofRank(3), (1L << 52) * 0.0005);
        assertEquals("no such rank: rank=4, count=3",
                assertThrows(IllegalArgumentException.class, () -> one.ofRank(4)).getMessage());
    }

    @Test
    void shouldAnswerPercentilesByRank() {
        Distribution distribution = new Distribution();
        assertEquals(0, distribution.percentile(99));
        for (int i = 1; i <= 1_000; i++) {
            distribution.record(i);
        }
        assertEquals(1, distribution.percentile(0));
        assertEquals(500, distribution.percentile(50));
        assertEquals(999, distribution.percentile(99.9));
        assertEquals(1_000, distribution.percentile(100));
        distribution.record(7, 9_000);
        assertEquals(7, distribution.percentile(90));
        assertEquals(10_000, distribution.count());
        distribution.reset();
        assertEquals(0, distribution.count());
        assertEquals(0, distribution.percentile(50));
    }

    @Test
    void shouldBeTheSameFromCountsByBucket() {
        Distribution recorded = new Distribution();
        long[] counts = new long[Distribution.BUCKETS];
        for (long value = 1; value < 1L << 51; value = 3 * value + 1) {
            recorded.record(value);
            counts[Distribution.bucket(value)]++;
        }
        Distribution counted = Distribution.ofCounts(bucket -> counts[bucket]);
        assertEquals(recorded.count(), counted.count());
        assertEquals(recorded.mean(), counted.mean(), recorded.mean() * 0.0005);
        List<Double> expected = new ArrayList<>();
        List<Double> actual = new ArrayList<>();
        recorded.forEach((value, count) -> expected.add(value * count));
        counted.forEach((value, count) -> actual.add(value * count));
        assertEquals(expected, actual);
        for (int rank = 1; rank <= recorded.count(); rank++) {
            assertEquals(recorded.ofRank(rank), counted.ofRank(rank));
        }
    }
}
