package io.creel.cli.policies;

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
 * @param idle
 *            what workers without work did
 * @param sent
 *            how many requests were due after the warm-up
 * @param late
 *            how many of these were offered later than they were due by more than 100 µs, because the sender had no processor
 * @param unfinished
 *            accepted, and not ended when the time to end was over
 */
record PolicyResult(String policy, As as, double load, List<Line> lines, Idle idle, long sent, long late,
        long unfinished) {
    /** A run in which less of the schedule was kept says nothing. */
    static final double MIN_ADHERENCE = 0.95;

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

    /** The share of requests that were offered on time. */
    double adherence() {
        return sent == 0 ? 1 : 1 - (double) late / sent;
    }

    /** Whether the sender kept so little of its schedule that the latencies mean nothing. */
    boolean isVoid() {
        return adherence() < MIN_ADHERENCE;
    }

    /** What a worker without work does. */
    enum Idle {
        /** It spins for a thousand cycles, then sleeps until it is woken: a wake-up of the operating system is in the latency. */
        PARK("park after 1,000 idle cycles"),
        /** It never sleeps, as a core of a dataplane system, and as the simulator's unless told otherwise. */
        SPIN("spin"),
        /** It sleeps at once: for records, which a spinning worker fills with looks that find nothing. */
        PARK_AT_ONCE("park at once");

        /** For people. */
        final String text;

        Idle(String text) {
            this.text = text;
        }
    }

    /** What requests run as. */
    enum As {
        COROUTINES, THREADS, BOTH
    }
}
