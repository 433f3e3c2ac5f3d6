package io.creel.examples.policies;

import java.util.List;

/**
 * What one policy did with one load.
 *
 * @param policy
 *            its name
 * @param as
 *            what the requests ran as
 * @param load
 *            offered work over the capacity of all workers
 * @param lines
 *            a line a type, then one over all
 * @param late
 *            how many requests were offered later than they were due by more than 100 µs, because the sender had no processor
 * @param unfinished
 *            accepted, and not ended when the time to end was over
 */
record PolicyResult(String policy, As as, double load, List<Line> lines, long late, long unfinished) {
    /**
     * What became of the requests of one type.
     *
     * @param name
     *            its service time
     * @param served
     *            how many ended
     * @param refused
     *            how many found no room
     * @param p50Us
     *            percentiles of the time from due to end, in microseconds
     * @param slowdown999
     *            the 99.9th percentile of the same over the service time
     */
    record Line(String name, long served, long refused, double p50Us, double p99Us, double p999Us,
            double slowdown999) {
    }

    /** What requests run as. */
    enum As {
        COROUTINES, THREADS, BOTH
    }
}
