package io.creel.schedulers.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts how long the coroutines of one class took, from the time at which they became runnable until they ended or
 * waited for something else. Each worker has a histogram of its own.
 *
 * <p>
 * <b>Buckets.</b> A latency below {@value #LINEAR} ns has a bucket of its own; above, each power of two is divided into
 * {@value #LINEAR} buckets of one width, so a bucket is at most 1/{@value #LINEAR} of its values wide (3.2 %). The
 * last bucket also counts everything longer. The layout is that of HdrHistogram with one bit less than two decimal
 * digits.
 *
 * <pre>
 *   latency 0..31                  one bucket each
 *   latency 2^(5+e) .. 2^(6+e)-1   32 buckets, each 2^e wide, e = 0 .. 30
 * </pre>
 *
 * <p>
 * Threads: {@link #record} by the one thread that is that worker at the time; reads by any. A count is written by an
 * opaque store, so it is never torn and becomes visible in the end. Recording takes no lock and allocates nothing. A
 * recorder takes {@value #BUCKETS} × 8 B per worker.
 */
public final class LatencyHistogram {
    /** How many buckets a power of two has. */
    static final int LINEAR = 32;
    private static final int LINEAR_BITS = 5;
    /** The largest exponent of a bucket's width: the last bucket ends at 2^36 ns, 68 s. */
    private static final int MAX_EXPONENT = 30;
    /** The number of buckets. */
    static final int BUCKETS = (MAX_EXPONENT + 2) * LINEAR;

    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[][] counts;

    /**
     * Makes a recorder without records.
     *
     * @param workers
     *            the number of workers that record, at least 1
     */
    public LatencyHistogram(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers out of range: workers=" + workers + ", least=1");
        }
        counts = new long[workers][BUCKETS];
    }

    /** {@return the number of workers that record} */
    public int workers() {
        return counts.length;
    }

    /**
     * Counts one latency.
     *
     * @param worker
     *            the worker that the caller is, from 0
     * @param latencyNs
     *            in nanoseconds; a negative one, which a clock that is not monotonic can cause, counts as 0
     */
    public void record(int worker, long latencyNs) {
        long[] own = counts[worker];
        int bucket = bucket(latencyNs);
        COUNTS.setOpaque(own, bucket, own[bucket] + 1);
    }

    /** {@return the counts so far, of all workers together; allocates the answer} */
    public LatencySnapshot snapshot() {
        long[] sum = new long[BUCKETS];
        for (long[] each : counts) {
            for (int i = 0; i < BUCKETS; i++) {
                sum[i] += (long) COUNTS.getOpaque(each, i);
            }
        }
        return new LatencySnapshot(sum);
    }

    /** Returns the bucket of a latency. */
    static int bucket(long latencyNs) {
        if (latencyNs < LINEAR) {
            return (int) Math.max(0, latencyNs);
        }
        int exponent = Long.SIZE - 1 - LINEAR_BITS - Long.numberOfLeadingZeros(latencyNs);
        return exponent > MAX_EXPONENT ? BUCKETS - 1 : exponent * LINEAR + (int) (latencyNs >>> exponent);
    }

    /** Returns the longest latency of a bucket. */
    static long longestNs(int bucket) {
        int exponent = Math.max(0, bucket / LINEAR - 1);
        return ((long) bucket - exponent * LINEAR + 1 << exponent) - 1;
    }
}
