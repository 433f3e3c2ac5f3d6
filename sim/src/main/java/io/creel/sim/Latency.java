package io.creel.sim;

import io.creel.sim.stats.Distribution;

/**
 * How long requests of one type, or of all types, took from their intended arrival to their end. A dropped request took
 * for ever: percentiles that reach it are infinite. Percentiles are exact to a thousandth. Immutable after a run.
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

    /** {@return how many requests ended or were dropped} */
    public long samples() {
        return sojournNs.count() + dropped;
    }

    /** {@return how many requests were dropped} */
    public long dropped() {
        return dropped;
    }

    /** {@return the exact mean time of the requests that ended, in nanoseconds; NaN if there are none} */
    public double meanNs() {
        return sojournNs.mean();
    }

    /** {@return the mean slowdown of the requests that ended; NaN if there are none} */
    public double meanSlowdown() {
        return slowdown.mean() / LatencyRecorder.SLOWDOWN_SCALE;
    }

    /**
     * Returns a percentile of the time in the system.
     *
     * @param percentile
     *            from 0 to 100
     * @return nanoseconds; NaN if there are no requests, infinite if it falls on a dropped one
     */
    public double sojournNs(double percentile) {
        return at(sojournNs, percentile);
    }

    /**
     * Returns a percentile of the slowdown: the time in the system over the service time.
     *
     * @param percentile
     *            from 0 to 100
     * @return at least 1; NaN if there are no requests, infinite if it falls on a dropped one
     */
    public double slowdown(double percentile) {
        return at(slowdown, percentile) / LatencyRecorder.SLOWDOWN_SCALE;
    }

    /**
     * Returns whether at least a thousand samples lie beyond a percentile: 10^6 for the 99.9th.
     *
     * @param percentile
     *            from 0 to 100
     * @return {@code false} if there are too few samples to trust it
     */
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
