package io.creel.schedulers.metrics;

import java.util.function.LongBinaryOperator;

/**
 * The latencies that a {@link LatencyHistogram} had counted at one moment. Immutable. While workers record, the counts
 * belong to no single moment.
 */
public final class LatencySnapshot {
    /** 99.9 % of 1,000 are 999, and not, by the rounding of a double, the next number. */
    private static final double ROUNDING = 1 - 1e-12;

    private final long[] counts;
    private final long count;

    LatencySnapshot(long[] counts) {
        this.counts = counts;
        long sum = 0;
        for (long each : counts) {
            sum += each;
        }
        count = sum;
    }

    /** {@return no latencies} */
    public static LatencySnapshot none() {
        return new LatencySnapshot(new long[LatencyHistogram.BUCKETS]);
    }

    /** {@return how many latencies were counted} */
    public long count() {
        return count;
    }

    /**
     * Returns a percentile: the longest latency of the bucket that it falls into, so it is never too small and at most
     * 3.2 % too large.
     *
     * @param percent
     *            from 0 to 100
     * @return nanoseconds; 0 without latencies
     * @throws IllegalArgumentException
     *             if {@code percent} is out of range
     */
    public long percentileNs(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percentile out of range: percent=" + percent + ", least=0, most=100");
        }
        long rank = Math.max(1, (long) Math.ceil(percent * count / 100 * ROUNDING));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return LatencyHistogram.longestNs(i);
            }
        }
        return 0;
    }

    /**
     * Returns the latencies that were counted between two snapshots of one recorder.
     *
     * @param earlier
     *            the first snapshot; this is the second
     * @return the difference; no count is negative
     */
    public LatencySnapshot since(LatencySnapshot earlier) {
        return combine(earlier, (now, before) -> Math.max(0, now - before));
    }

    /**
     * Returns the latencies of two recorders together.
     *
     * @param other
     *            of another recorder
     * @return the sum
     */
    public LatencySnapshot plus(LatencySnapshot other) {
        return combine(other, Long::sum);
    }

    private LatencySnapshot combine(LatencySnapshot other, LongBinaryOperator operator) {
        long[] result = new long[counts.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = operator.applyAsLong(counts[i], other.counts[i]);
        }
        return new LatencySnapshot(result);
    }

    /**
     * Passes each bucket that has counts to a consumer, shortest latencies first.
     *
     * @param consumer
     *            gets the longest latency of the bucket in nanoseconds, and the count
     */
    public void forEach(LatencyBuckets consumer) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                consumer.accept(LatencyHistogram.longestNs(i), counts[i]);
            }
        }
    }

    /** Receives buckets. */
    @FunctionalInterface
    public interface LatencyBuckets {
        /**
         * Receives a bucket.
         *
         * @param latencyNs
         *            the longest latency of the bucket, in nanoseconds
         * @param count
         *            how many latencies it holds, at least 1
         */
        void accept(long latencyNs, long count);
    }

    /** {@return the count and three percentiles: {@code count=10, p50Ns=31, p99Ns=63, p99.9Ns=63}} */
    @Override
    public String toString() {
        return "count=" + count + ", p50Ns=" + percentileNs(50) + ", p99Ns=" + percentileNs(99) + ", p99.9Ns="
                + percentileNs(99.9);
    }
}
