package io.creel.schedulers.vthreads;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/**
 * Compensates for pinned threads: for each blocked worker one more is active, up to a bound. The group has all workers
 * from the start; spares sleep until they are needed.
 *
 * <p>
 * A spare takes the handles to which the <em>where</em> policy sends it: from a central queue everything, by stealing
 * everything that waits. A sticky queue of the blocked worker is not served meanwhile. Nor are the handles that the
 * blocked worker had taken already, so a class whose threads pin is best served in small batches.
 *
 * <p>
 * If all workers are blocked, no worker asks a policy anything. Therefore the thread that calls
 * {@link ThreadWatch#check} calls {@link io.creel.schedulers.placement.Placement#maintain()} after it.
 */
public final class SpareWorkers implements Scaling {
    private final ThreadWatch watch;
    private final int workers;
    private final int spares;
    private final long periodNs;

    /**
     * Makes the scaling of a group with {@code workers + spares} workers.
     *
     * @param watch
     *            counts the blocked workers
     * @param workers
     *            how many workers are active if none is blocked, at least 1
     * @param spares
     *            how many more are active at most, at least 0
     * @param periodNs
     *            how often the watch is asked, in nanoseconds, at least 1
     */
    public SpareWorkers(ThreadWatch watch, int workers, int spares, long periodNs) {
        if (workers < 1 || spares < 0 || periodNs < 1) {
            throw new IllegalArgumentException("spare workers out of range: workers=" + workers + ", spares=" + spares
                    + ", periodNs=" + periodNs);
        }
        this.watch = watch;
        this.workers = workers;
        this.spares = spares;
        this.periodNs = periodNs;
    }

    @Override
    public String name() {
        return "spares";
    }

    @Override
    public long periodNs() {
        return periodNs;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        return workers + Math.min(spares, watch.blocked());
    }
}
