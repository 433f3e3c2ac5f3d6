package io.creel.schedulers.services;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.schedulers.internal.SchedulerEvents;
import io.creel.schedulers.metrics.LatencySnapshot;
import io.creel.schedulers.metrics.LatencyHistogram;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.SwappablePlacement;
import io.creel.schedulers.where.Where;
import org.jspecify.annotations.Nullable;

/**
 * One class of service: the entry for its coroutines, its present specification, and the placements that serve it, see
 * {@link SwappablePlacement}.
 *
 * <p>
 * Threads: any thread may call {@link #place}, {@link #suspended} and {@link #swap}. Placing is lock-free and waits for
 * no other thread.
 */
public final class ServiceClass implements TransferCallback {
    private final Services services;
    private final SwappablePlacement swappable;
    /** One for all placements, so that a swap loses no record. */
    private final LatencyHistogram latencies;
    private volatile ServiceSpec spec;
    /** For how long the oldest handle was passed over, as far as the watchdog has seen. Written by the watchdog. */
    private long passedOverNs;

    ServiceClass(Services services, ServiceSpec spec, int workers) {
        this.services = services;
        this.spec = spec;
        latencies = new LatencyHistogram(workers);
        swappable = new SwappablePlacement(services.placement(spec, latencies));
    }

    /** {@return its present specification} */
    public ServiceSpec spec() {
        return spec;
    }

    /**
     * Puts a runnable coroutine into the queue that the policy names.
     *
     * @param handle
     *            owned by the caller until this returns {@code true}
     * @param byWorker
     *            the worker that places it; {@link Where#NONE} for a thread that is no worker
     * @return {@code false} if its queue is full: the caller still owns the handle, and the refusal was counted
     * @throws IllegalStateException
     *            if the handle has another owner
     */
    @CheckReturnValue
    public boolean place(@Transfers(when = Result.TRUE) Coroutine handle, int byWorker) {
        return swappable.place(handle, byWorker);
    }

    /** Places a coroutine that awaits this class; a coroutine that is refused runs on at once. */
    @Override
    public @Nullable Coroutine suspended(Coroutine self) {
        return place(self, Where.NONE) ? null : self;
    }

    /**
     * Gives the class another where and when; its name stays. Handles from before the swap are served first. After the
     * close of its group the class continues to refuse handles.
     *
     * @param next
     *            has the name of this class
     * @return {@code false} if the previous swap has not ended yet: try again later
     * @throws IllegalArgumentException
     *            if the policies are unknown or their numbers wrong, or the name is another; nothing has changed
     */
    public boolean swap(ServiceSpec next) {
        if (!next.name().equals(spec.name())) {
            throw new IllegalArgumentException("swap refused, a class keeps its name: class=" + spec.name() + ", next="
                    + next.name());
        }
        Placement placement = services.placement(next, latencies);
        synchronized (swappable) { // two threads that swap: the later one's specification stays
            if (!swappable.swap(placement)) {
                return false;
            }
            SchedulerEvents.swap(spec, next);
            spec = next;
        }
        services.takenByGroup(placement);
        services.wakeAll();
        return true;
    }

    /** {@return how many swaps there were} */
    public long swaps() {
        return swappable.swaps();
    }

    /** {@return whether handles from before the last swap are left} */
    public boolean isSwapping() {
        return swappable.retiring() != null;
    }

    /**
     * {@return how long its coroutines have taken so far, from their placement until they ended or waited for something
     * else; swaps included} Allocates the answer.
     */
    public LatencySnapshot latencies() {
        return latencies.snapshot();
    }

    /** {@return how many handles wait now} A moment's answer. */
    public int waiting() {
        return swappable.waiting();
    }

    /** {@return how many handles were refused because a queue was full} */
    public long refused() {
        return swappable.refused();
    }

    /** {@return for how many nanoseconds the longest waiting handle has waited} */
    public long longestDelayNs() {
        return swappable.longestDelayNs();
    }

    /** {@return the placement that serves now; a moment's answer} */
    public Placement placement() {
        return swappable.present();
    }

    /**
     * Notes what the watchdog has seen. One thread at a time.
     *
     * @param waitedNs
     *            the age of the oldest handle that waits
     * @param readyNs
     *            when it became runnable
     * @param sinceNs
     *            how much of the time since the last look counts
     */
    void looked(long waitedNs, long readyNs, long sinceNs) {
        long beforeNs = swappable.hasWatchedBegun() ? 0 : passedOverNs;
        passedOverNs = Math.min(waitedNs, beforeNs + sinceNs);
        swappable.watch(readyNs);
    }

    /** Returns for how long the oldest handle was passed over, as of the last look. */
    long passedOverNs() {
        return passedOverNs;
    }

    SwappablePlacement swappable() {
        return swappable;
    }
}
