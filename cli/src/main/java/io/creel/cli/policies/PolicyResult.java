package io.creel.cli.policies;

import java.util.List;

/**
 * The result of one policy under one load.
 *
 * @param policy
 *            the policy's name
 * @param as
 *            what the requests ran as
 * @param load
 *            offered work divided by the capacity of all workers
 * @param lines
 *            one line per type, then one over all
 * @param idle
 *            what workers without work did
 * @param sent
 *            how many requests were due after the warm-up
 * @param late
 *            how many of these were offered more than 100 µs late, because the sender had no processor
 * @param unfinished
 *            how many accepted requests had not ended in time
 */
record PolicyResult(String policy, As as, double load, List<Line> lines, Idle idle, long sent, long late,
        long unfinished) {
    /** A run is void if a smaller share of its requests was offered on time. */
    static final double MIN_ADHERENCE = 0.95;

    /**
     * The result of one type of request.
     *
     * @param name
     *            the service time
     * @param served
     *            how many requests ended
     * @param refused
     *            how many requests found no room
     * @param p50Us
     *            percentiles of the time from due to end, in microseconds
     * @param slowdown999
     *            the 99.9th percentile of that time divided by the service time
     */
    record Line(String name, long served, long refused, double p50Us, double p99Us, double p999Us,
            double slowdown999) {
    }

    /** Returns the share of requests that were offered on time. */
    double adherence() {
        return sent == 0 ? 1 : 1 - (double) late / sent;
    }

    /** Returns whether the sender kept too little of its schedule for the latencies to mean anything. */
    boolean isVoid() {
        return adherence() < MIN_ADHERENCE;
    }

    /** What a worker without work does. */
    enum Idle {
        /**
         * Spins for a thousand cycles, then sleeps until woken: the latency includes a wake-up by the operating system.
         */
        PARK("park after 1,000 idle cycles"),
        /** Never sleeps, as in a dataplane system and, by default, in the simulator. */
        SPIN("spin"),
        /** Sleeps at once. Used for records, which a spinning worker fills with decisions to do nothing. */
        PARK_AT_ONCE("park at once");

        /** The name in reports. */
        final String text;

        Idle(String text) {
            this.text = text;
        }
    }

    /** The ways to run a request. */
    enum As {
        COROUTINES, THREADS, BOTH
    }
}
