package io.creel.sim;

/**
 * How often which value occurred, to within a thousandth of the value: a bucket for each of the first 2,048 values, then 1,024
 * for each doubling. Values from 0 to 2^52.
 *
 * <p>
 * Recording is O(1) and allocates nothing. A quantile is the middle of its bucket, so the same on every machine.
 */
final class Distribution {
    private static final int PRECISION_BITS = 10;
    private static final int VALUE_BITS = 52;
    private static final long MAX_VALUE = (1L << VALUE_BITS) - 1;

    private final long[] counts = new long[VALUE_BITS - PRECISION_BITS + 1 << PRECISION_BITS];
    private long count;
    private double sum;

    /** Adds a value; one that is too large counts as the largest. */
    void record(long value) {
        long kept = Math.min(value, MAX_VALUE);
        counts[bucket(kept)]++;
        count++;
        sum += kept;
    }

    private static int bucket(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - PRECISION_BITS - 1);
        return (shift << PRECISION_BITS) + (int) (value >>> shift);
    }

    private static double middle(int bucket) {
        int shift = Math.max(0, (bucket >>> PRECISION_BITS) - 1);
        long least = (long) bucket - ((long) shift << PRECISION_BITS) << shift;
        return least + ((1L << shift) - 1) / 2.0;
    }

    void add(Distribution other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        sum += other.sum;
    }

    long count() {
        return count;
    }

    /** The exact mean; NaN where there is nothing. */
    double mean() {
        return sum / count;
    }

    /** The value of a rank from 1 to {@link #count}. */
    double ofRank(long rank) {
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return middle(i);
            }
        }
        throw new IllegalArgumentException("no such rank: rank=" + rank + ", count=" + count);
    }
}
