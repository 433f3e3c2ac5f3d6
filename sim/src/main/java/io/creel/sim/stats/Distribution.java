package io.creel.sim.stats;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * A histogram of values, exact to a thousandth of the value: a bucket for each of the first 2,048 values, then 1,024
 * for each doubling. Values from 0 to 2^52, in any unit.
 *
 * <p>
 * Recording is O(1) and allocates nothing. A quantile is the middle of its bucket, so it is the same on every machine.
 * Not thread-safe; if several threads record, each may have its own, to be {@linkplain #add(Distribution) added} at the
 * end. One takes 344 KiB.
 */
public final class Distribution {
    private static final int PRECISION_BITS = 10;
    private static final int VALUE_BITS = 52;
    private static final long MAX_VALUE = (1L << VALUE_BITS) - 1;
    /** The number of buckets. */
    public static final int BUCKETS = VALUE_BITS - PRECISION_BITS + 1 << PRECISION_BITS;

    private final long[] counts = new long[BUCKETS];
    private long count;
    private double sum;

    /** Makes a histogram without values. */
    public Distribution() {
    }

    /**
     * Makes a histogram of counts that a tool with several threads has kept by bucket, see {@link #bucket(long)}.
     *
     * @param countOf
     *            the count of a bucket, from 0 to {@link #BUCKETS} - 1
     * @return a histogram of its own
     */
    public static Distribution ofCounts(IntToLongFunction countOf) {
        Distribution counted = new Distribution();
        for (int i = 0; i < BUCKETS; i++) {
            long count = countOf.applyAsLong(i);
            counted.counts[i] = count;
            counted.count += count;
            counted.sum += count * middle(i);
        }
        return counted;
    }

    /**
     * Adds a value.
     *
     * @param value
     *            at least 0; a value that is too large counts as the largest
     */
    public void record(long value) {
        record(value, 1);
    }

    /**
     * Adds a value several times.
     *
     * @param value
     *            at least 0; a value that is too large counts as the largest
     * @param times
     *            how many times, at least 0
     */
    public void record(long value, long times) {
        long kept = Math.min(value, MAX_VALUE);
        counts[bucket(kept)] += times;
        count += times;
        sum += (double) kept * times;
    }

    /**
     * Returns the bucket of a value.
     *
     * @param value
     *            from 0 to 2^52 - 1
     * @return from 0 to {@link #BUCKETS} - 1
     */
    public static int bucket(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - PRECISION_BITS - 1);
        return (shift << PRECISION_BITS) + (int) (value >>> shift);
    }

    private static double middle(int bucket) {
        int shift = Math.max(0, (bucket >>> PRECISION_BITS) - 1);
        long least = (long) bucket - ((long) shift << PRECISION_BITS) << shift;
        return least + ((1L << shift) - 1) / 2.0;
    }

    /**
     * Adds all values of another histogram.
     *
     * @param other
     *            stays as it is
     */
    public void add(Distribution other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        sum += other.sum;
    }

    /** Removes all values. */
    public void reset() {
        Arrays.fill(counts, 0);
        count = 0;
        sum = 0;
    }

    /** {@return how many values there are} */
    public long count() {
        return count;
    }

    /** {@return the exact mean; NaN if there are no values} */
    public double mean() {
        return sum / count;
    }

    /**
     * Returns the least value that this percentage of all values does not exceed. O(buckets).
     *
     * @param percentile
     *            from 0 to 100
     * @return the middle of its bucket; 0 if there are no values
     */
    public double percentile(double percentile) {
        return count == 0 ? 0 : ofRank(Math.clamp((long) Math.ceil(percentile / 100 * count - 1e-6), 1, count));
    }

    /**
     * Calls back for every bucket that has values, in ascending order.
     *
     * @param consumer
     *            gets the middle of the bucket, and its count
     */
    public void forEach(BucketConsumer consumer) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                consumer.accept(middle(i), counts[i]);
            }
        }
    }

    /**
     * Returns the value of a rank.
     *
     * @param rank
     *            from 1 to {@link #count}
     * @return the middle of its bucket
     */
    public double ofRank(long rank) {
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return middle(i);
            }
        }
        throw new IllegalArgumentException("no such rank: rank=" + rank + ", count=" + count);
    }

    /** Receives the buckets of a histogram. */
    @FunctionalInterface
    public interface BucketConsumer {
        /**
         * Receives one bucket.
         *
         * @param value
         *            the middle of the bucket
         * @param count
         *            how many values the bucket has, at least 1
         */
        void accept(double value, long count);
    }
}
