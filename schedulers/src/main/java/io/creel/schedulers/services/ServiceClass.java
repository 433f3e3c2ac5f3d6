package io.creel.schedulers.services;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.schedulers.placement.Lanes;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.where.Where;

/**
 * One class of service: the entry for its coroutines, what it is now, and the {@link Lanes} that serve it.
 *
 * <p>
 * Threads: {@link #place}, {@link #suspended} and {@link #swap} from any. Placing is lock-free, and waits for nobody.
 */
public final class ServiceClass implements TransferCallback {
    private final Services services;
    private final Lanes lanes;
    private volatile ServiceSpec spec;

    ServiceClass(Services services, ServiceSpec spec, Placement placement) {
        this.services = services;
        this.spec = spec;
        lanes = new Lanes(placement);
    }

    /** What it is now. */
    public ServiceSpec spec() {
        return spec;
    }

    /**
     * Puts a runnable coroutine where it belongs.
     *
     * @param handle
     *            the caller's, until this says {@code true}
     * @param byWorker
     *            who places it, {@link Where#NONE} for a thread that is no worker
     * @return {@code false} where its queue is full: the handle is still the caller's, and it was counted
     * @throws IllegalStateException
     *             where somebody else owns the handle
     */
    @CheckReturnValue
    public boolean place(Coroutine handle, int byWorker) {
        return lanes.place(handle, byWorker);
    }

    /** Places a coroutine that awaits this; one that is refused runs on at once. */
    @Override
    public Coroutine suspended(Coroutine self) {
        return place(self, Where.NONE) ? null : self;
    }

    /**
     * Makes the class another where and when; its name stays. What it holds is served first. After the close of its group the class
     * goes on to refuse what is placed.
     *
     * @return {@code false} where the swap before has not ended yet: try again later
     * @throws IllegalArgumentException
     *             where the policies are unknown or their numbers wrong, or the name is another; nothing has changed
     */
    public boolean swap(ServiceSpec next) {
        if (!next.name().equals(spec.name())) {
            throw new IllegalArgumentException("swap refused, a class keeps its name: class=" + spec.name() + ", next="
                    + next.name());
        }
        Placement placement = services.placement(next);
        synchronized (lanes) { // two that swap: the later one's spec stays
            if (!lanes.swap(placement)) {
                return false;
            }
            spec = next;
        }
        services.takenByGroup(placement);
        services.wakeAll();
        return true;
    }

    /** How many swaps there were. */
    public long swaps() {
        return lanes.swaps();
    }

    /** Whether something of before the last swap is left. */
    public boolean isSwapping() {
        return lanes.retiring() != null;
    }

    /** How many handles were refused because a queue was full. */
    public long refused() {
        return lanes.refused();
    }

    /** How long the one that has waited longest has waited. */
    public long longestDelayNs() {
        return lanes.longestDelayNs();
    }

    /** Who serves now; a moment's answer. */
    public Placement placement() {
        return lanes.present();
    }

    Lanes lanes() {
        return lanes;
    }
}
