package io.creel.cli.policies;

import io.creel.sim.stats.Distribution;
import java.util.concurrent.atomic.AtomicLongArray;

/** A {@link Distribution} that any thread adds to without waiting. O(1); allocates nothing. */
final class SharedDistribution {
    private final AtomicLongArray counts = new AtomicLongArray(Distribution.BUCKETS);

    /** Adds a value from 0 to 2^52 - 1. */
    void record(long value) {
        counts.getAndIncrement(Distribution.bucket(value));
    }

    /** Returns a copy with all values recorded before this call, and perhaps some that are recorded during it. */
    Distribution copy() {
        return Distribution.ofCounts(counts::get);
    }
}
