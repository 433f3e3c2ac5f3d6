package io.creel.schedulers.vthreads;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/**
 * Compensation for pinned threads: as many more workers are active as are blocked, up to a bound. The group has all of them from
 * the start; spares sleep until they are needed.
 *
 * <p>
 * A spare takes what the <em>where</em> lets it: from a central queue everything, by stealing everything that waits; a sticky
 * queue of the blocked worker waits for it. So do the handles that it had taken already, which is why a class whose threads pin
 * is best served in small batches.
 *
 * <p>
 * Where all workers are blocked nobody asks a policy anything: whoever calls {@link ThreadWatch#check} calls
 * {@link io.creel.schedulers.placement.Placement#maintain()} after it.
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
     *            knows who is blocked
     * @param workers
     *            how many are active where nobody is, at least 1
     * @param spares
     *            how many more at most, at least 0
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
