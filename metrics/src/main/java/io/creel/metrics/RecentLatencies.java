package io.creel.metrics;

import io.creel.schedulers.metrics.LatencySnapshot;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * The latencies of a class in the last complete period, as a histogram. A period ends with the first question after
 * {@link #PERIOD_NS}; without questions it lasts. Any thread.
 */
final class RecentLatencies {
    /** The least length of a period, in nanoseconds. */
    static final long PERIOD_NS = 10_000_000_000L;
    /** The precision of the source is less; see {@link io.creel.schedulers.metrics.LatencyHistogram}. */
    private static final int DIGITS = 2;

    private final Supplier<LatencySnapshot> source;
    private final LongSupplier nanoClock;
    // Guarded by this: a scrape takes the monitor, never a worker.
    private LatencySnapshot begun;
    private long begunNs;
    private Histogram last;

    RecentLatencies(Supplier<LatencySnapshot> source, LongSupplier nanoClock) {
        this.source = source;
        this.nanoClock = nanoClock;
        begun = source.get();
        begunNs = nanoClock.getAsLong();
        last = histogram(begun);
    }

    /** Returns a histogram of latencies. */
    static Histogram histogram(LatencySnapshot latencies) {
        Histogram histogram = new Histogram(DIGITS);
        latencies.forEach(histogram::recordValueWithCount);
        return histogram;
    }

    /** Returns the histogram of the last complete period; of all latencies so far in the first one. */
    synchronized Histogram last() {
        long nowNs = nanoClock.getAsLong();
        if (nowNs - begunNs >= PERIOD_NS) {
            LatencySnapshot now = source.get();
            last = histogram(now.since(begun));
            begun = now;
            begunNs = nowNs;
        }
        return last;
    }

    /** Returns a percentile of the last complete period, in nanoseconds; 0 without latencies. */
    double percentileNs(double percent) {
        return last().getValueAtPercentile(percent);
    }
}
