package io.creel.cli.policies;

import io.creel.sim.stats.Distribution;
import java.util.concurrent.atomic.AtomicLongArray;

/** A {@link Distribution} that any thread adds to without waiting: O(1), allocates nothing. */
final class SharedDistribution {
    private final AtomicLongArray counts = new AtomicLongArray(Distribution.BUCKETS);

    /** Adds a value from 0 to 2^52 - 1. */
    void record(long value) {
        counts.getAndIncrement(Distribution.bucket(value));
    }

    /** A copy of what was recorded before this call; of what is recorded meanwhile it may have some. */
    Distribution copy() {
        return Distribution.ofCounts(counts::get);
    }
}
