package io.creel.schedulers.services;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.where.Where;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One class of service: the entry for its coroutines, and the placement that serves them now.
 *
 * <p>
 * <b>Swapping</b> puts a new placement beside the old one. New handles go to the new one; workers take from the old one first,
 * until nothing of it is left anywhere, and only then is it forgotten. Rules, cited below:
 * <ol>
 * <li>who places first says so at the lane and then looks whether the lane is still the present one; where it is not, it takes
 * that back and begins again. So once a lane is not the present one and nobody has said so there, nothing new comes into
 * it;</li>
 * <li>a lane is forgotten when it is not the present one, nobody places there, nothing waits there and no worker holds anything
 * of it. A worker counts what it takes before it leaves the queue, and what it gives back after it is in: what belongs to the
 * lane is in a count at any moment.</li>
 * </ol>
 *
 * <p>
 * Threads: {@link #place}, {@link #suspended} and {@link #swap} from any; the rest is its {@link Services}'. Placing is lock-free,
 * and waits for nobody.
 */
public final class ServiceClass implements TransferCallback {
    private static final VarHandle SWAPPING;

    static {
        try {
            SWAPPING = MethodHandles.lookup().findVarHandle(ServiceClass.class, "swapping", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** A placement, and who is placing there now. */
    private static final class Lane {
        final Placement placement;
        final AtomicInteger placing = new AtomicInteger();

        Lane(Placement placement) {
            this.placement = placement;
        }
    }

    private final Services services;
    private volatile ServiceSpec spec;
    private volatile Lane present;
    private volatile Lane retiring;
    private volatile boolean swapping;
    private volatile long refusedBefore;
    private volatile long swaps;

    ServiceClass(Services services, ServiceSpec spec, Placement placement) {
        this.services = services;
        this.spec = spec;
        present = new Lane(placement);
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
    public boolean place(Coroutine handle, int byWorker) {
        while (true) {
            Lane lane = present;
            lane.placing.getAndIncrement(); // rule 1
            try {
                if (lane == present) {
                    return lane.placement.place(handle, byWorker);
                }
            } finally {
                lane.placing.getAndDecrement();
            }
        }
    }

    /** Places a coroutine that awaits this; one that is refused runs on at once. */
    @Override
    public Coroutine suspended(Coroutine self) {
        return place(self, Where.NONE) ? null : self;
    }

    /**
     * Makes the class another where and when; its name stays. What it holds is served first.
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
        if (retiring != null || !SWAPPING.compareAndSet(this, false, true)) {
            return false;
        }
        try {
            if (retiring != null) {
                return false;
            }
            retiring = present;
            present = new Lane(placement);
            spec = next;
            swaps = swaps + 1; // under the flag
        } finally {
            swapping = false;
        }
        services.wakeAll();
        return true;
    }

    /** How many swaps there were. */
    public long swaps() {
        return swaps;
    }

    /** Whether something of before the last swap is left. */
    public boolean isSwapping() {
        return retiring != null;
    }

    /** How many handles were refused because a queue was full. */
    public long refused() {
        return refusedBefore + refused(present.placement)
                + (retiring instanceof Lane lane ? refused(lane.placement) : 0);
    }

    private static long refused(Placement placement) {
        long refused = 0;
        for (int queue = 0; queue < placement.queues(); queue++) {
            refused += placement.refused(queue);
        }
        return refused;
    }

    /** How long the one that has waited longest has waited. */
    public long longestDelayNs() {
        Lane old = retiring;
        long delayNs = present.placement.longestDelayNs();
        return old == null ? delayNs : Math.max(delayNs, old.placement.longestDelayNs());
    }

    /** Who serves now; a moment's answer. */
    public Placement placement() {
        return present.placement;
    }

    boolean waits(int worker) {
        Lane old = retiring;
        return present.placement.waits(worker) || old != null && old.placement.waits(worker);
    }

    void maintain() {
        Lane old = retiring;
        if (old != null) {
            old.placement.maintain();
            if (old.placing.get() == 0 && old.placement.isEmpty()) { // rule 2
                retire(old);
            }
        }
        present.placement.maintain();
    }

    private void retire(Lane old) {
        if (SWAPPING.compareAndSet(this, false, true)) {
            if (retiring == old) {
                refusedBefore = refusedBefore + refused(old.placement); // under the flag
                retiring = null;
            }
            swapping = false;
        }
    }

    /**
     * Takes for a worker, from what is left of before a swap first.
     *
     * @return whose it is, or {@code null} where nothing was taken; the batch is not empty exactly where it is not null
     */
    Placement take(int worker, Batch batch) {
        Lane old = retiring;
        if (old != null && old.placement.take(worker, batch) > 0) {
            return old.placement;
        }
        Placement now = present.placement;
        return now.take(worker, batch) > 0 ? now : null;
    }
}
