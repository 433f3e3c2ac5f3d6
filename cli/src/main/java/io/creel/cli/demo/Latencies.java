package io.creel.cli.demo;

import io.creel.sim.stats.Distribution;

/** Latencies of the demo, recorded in nanoseconds, up to a minute. */
final class Latencies {
    static final long MAX_NS = 60_000_000_000L;

    private Latencies() {
    }

    static void record(Distribution latencies, long latencyNs) {
        latencies.record(Math.clamp(latencyNs, 1, MAX_NS));
    }

    /** Returns a percentile in microseconds with one decimal; 0 only if nothing was recorded. */
    static double percentileUs(Distribution latencies, double percentile) {
        double ns = latencies.percentile(percentile);
        return ns == 0 ? 0 : Math.max(0.1, Math.round(ns / 100.0) / 10.0);
    }
}
