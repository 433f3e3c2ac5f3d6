package io.creel.cli.demo;

import org.HdrHistogram.Histogram;

/** The one kind of histogram the demo uses: nanoseconds up to a minute, three digits. */
final class Latencies {
    static final long MAX_NS = 60_000_000_000L;

    private Latencies() {
    }

    static Histogram histogram() {
        return new Histogram(MAX_NS, 3);
    }

    static void record(Histogram histogram, long latencyNs) {
        histogram.recordValue(Math.clamp(latencyNs, 1, MAX_NS));
    }

    /** In microseconds with one decimal; 0 only where nothing was recorded. */
    static double percentileUs(Histogram histogram, double percentile) {
        long ns = histogram.getValueAtPercentile(percentile);
        return ns == 0 ? 0 : Math.max(0.1, Math.round(ns / 100.0) / 10.0);
    }
}
