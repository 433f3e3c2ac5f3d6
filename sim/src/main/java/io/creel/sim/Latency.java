package io.creel.sim;

import io.creel.sim.stats.Distribution;

/**
 * How long requests of one type, or of all, took from their intended arrival to their end. A dropped request took for ever:
 * percentiles that reach it are infinite. Percentiles are exact to a thousandth. Immutable for who gets it.
 */
public final class Latency {
    private static final double SAMPLES_BEYOND = 1_000;

    private final Distribution sojournNs;
    private final Distribution slowdown;
    private final long dropped;

    Latency(Distribution sojournNs, Distribution slowdown, long dropped) {
        this.sojournNs = sojournNs;
        this.slowdown = slowdown;
        this.dropped = dropped;
    }

    /** How many ended or were dropped. */
    public long samples() {
        return sojournNs.count() + dropped;
    }

    /** How many were dropped. */
    public long dropped() {
        return dropped;
    }

    /** The mean of those that ended, exactly; NaN where none did. */
    public double meanNs() {
        return sojournNs.mean();
    }

    /** The mean of those that ended; NaN where none did. */
    public double meanSlowdown() {
        return slowdown.mean() / Recorder.SLOWDOWN_SCALE;
    }

    /** A percentile of the time in the system, in nanoseconds; NaN where there are none, infinite where it is a drop. */
    public double sojournNs(double percentile) {
        return at(sojournNs, percentile);
    }

    /** A percentile of the time in the system over the service time; NaN where there are none, infinite where it is a drop. */
    public double slowdown(double percentile) {
        return at(slowdown, percentile) / Recorder.SLOWDOWN_SCALE;
    }

    /** Whether at least a thousand samples lie beyond a percentile: 10^6 for the 99.9th. */
    public boolean isEnoughFor(double percentile) {
        return samples() * (100 - percentile) / 100 >= SAMPLES_BEYOND * (1 - 1e-9);
    }

    private double at(Distribution values, double percentile) {
        long ended = values.count();
        if (samples() == 0) {
            return Double.NaN;
        }
        double rank = Math.max(1, Math.ceil(percentile / 100 * samples() - 1e-6));
        if (rank > ended) {
            return Double.POSITIVE_INFINITY;
        }
        return values.ofRank((long) rank);
    }
}
