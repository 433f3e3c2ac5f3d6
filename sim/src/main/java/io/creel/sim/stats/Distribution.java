package io.creel.sim.stats;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * How often which value occurred, to within a thousandth of the value: a bucket for each of the first 2,048 values, then 1,024
 * for each doubling. Values from 0 to 2^52, in any unit.
 *
 * <p>
 * Recording is O(1) and allocates nothing. A quantile is the middle of its bucket, so the same on every machine. Not thread-safe;
 * where several threads record, each may have its own, to be {@linkplain #add(Distribution) added} at the end. One takes 344 KiB.
 */
public final class Distribution {
    private static final int PRECISION_BITS = 10;
    private static final int VALUE_BITS = 52;
    private static final long MAX_VALUE = (1L << VALUE_BITS) - 1;
    /** How many buckets there are. */
    public static final int BUCKETS = VALUE_BITS - PRECISION_BITS + 1 << PRECISION_BITS;

    private final long[] counts = new long[BUCKETS];
    private long count;
    private double sum;

    /** Makes one without values. */
    public Distribution() {
    }

    /** Takes what a tool with several threads has counted by bucket, see {@link #bucket(long)}. */
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

    /** Adds a value, at least 0; one that is too large counts as the largest. */
    public void record(long value) {
        record(value, 1);
    }

    /** Adds a value so many times. */
    public void record(long value, long times) {
        long kept = Math.min(value, MAX_VALUE);
        counts[bucket(kept)] += times;
        count += times;
        sum += (double) kept * times;
    }

    /** Returns the bucket of a value from 0 to 2^52 - 1, a number from 0 to {@link #BUCKETS} - 1. */
    public static int bucket(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - PRECISION_BITS - 1);
        return (shift << PRECISION_BITS) + (int) (value >>> shift);
    }

    private static double middle(int bucket) {
        int shift = Math.max(0, (bucket >>> PRECISION_BITS) - 1);
        long least = (long) bucket - ((long) shift << PRECISION_BITS) << shift;
        return least + ((1L << shift) - 1) / 2.0;
    }

    /** Adds all values of another, which stays as it is. */
    public void add(Distribution other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        sum += other.sum;
    }

    /** Forgets all values. */
    public void reset() {
        Arrays.fill(counts, 0);
        count = 0;
        sum = 0;
    }

    /** How many values there are. */
    public long count() {
        return count;
    }

    /** The exact mean; NaN where there is nothing. */
    public double mean() {
        return sum / count;
    }

    /** The least value that so many per cent of all values do not exceed; 0 where there is none. O(buckets). */
    public double percentile(double percentile) {
        return count == 0 ? 0 : ofRank(Math.clamp((long) Math.ceil(percentile / 100 * count - 1e-6), 1, count));
    }

    /** Tells of every bucket that has values, in ascending order: the middle of the bucket, and how many. */
    public void forEach(BucketConsumer consumer) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                consumer.accept(middle(i), counts[i]);
            }
        }
    }

    /** The value of a rank from 1 to {@link #count}. */
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

    /** What is called for each bucket. */
    @FunctionalInterface
    public interface BucketConsumer {
        /** Takes the middle of a bucket and how many values it has. */
        void accept(double value, long count);
    }
}
