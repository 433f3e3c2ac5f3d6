package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.schedulers.where.Where;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The placement that serves now, and beside it the one before, until nothing of that is left.
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
 * Threads: {@link #place}, {@link #swap} and {@link #maintain} from any; one {@link PlacementTaker} for each worker.
 * Placing is lock-free, and waits for nobody.
 */
public final class Lanes {
    private static final VarHandle SWAPPING;

    static {
        try {
            SWAPPING = MethodHandles.lookup().findVarHandle(Lanes.class, "swapping", boolean.class);
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

    private volatile Lane present;
    private volatile Lane retiring;
    private volatile boolean swapping;
    private volatile boolean closed;
    private volatile long refusedBefore;
    private volatile long swaps;

    /** Begins with a placement. */
    public Lanes(Placement first) {
        present = new Lane(first);
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
        StackRoom.requireTwice(); // the lane would count a placer for ever
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

    /**
     * Makes another placement the present one. What the old one holds is served first. Whoever swaps wakes the workers. Once these
     * lanes are closed, the other placement is closed, too.
     *
     * @return {@code false} where the swap before has not ended yet: try again later
     */
    public boolean swap(Placement next) {
        if (retiring != null || !SWAPPING.compareAndSet(this, false, true)) {
            return false;
        }
        try {
            if (retiring != null) {
                return false;
            }
            retiring = present;
            present = new Lane(next);
            swaps = swaps + 1; // under the flag
        } finally {
            swapping = false;
        }
        if (closed) { // after the store: either this is seen here, or the new lane is seen there
            next.close();
        }
        return true;
    }

    /** Closes the placement that serves and the one before, and every later one. Idempotent; see {@link Placement#close()}. */
    public void close() {
        closed = true;
        present().close();
        Placement old = retiring(); // after the present one: a swap moves it here before it stores the next
        if (old != null) {
            old.close();
        }
    }

    /** How many swaps there were. */
    public long swaps() {
        return swaps;
    }

    /** Who serves now; a moment's answer. */
    public Placement present() {
        return present.placement;
    }

    /** Who served before and has something left; {@code null} where nothing is. A moment's answer. */
    public Placement retiring() {
        Lane old = retiring;
        return old == null ? null : old.placement;
    }

    /** How many handles were refused because a queue was full, by all that have served. */
    public long refused() {
        return refusedBefore + refused(present) + (retiring instanceof Lane lane ? refused(lane) : 0);
    }

    private static long refused(Lane lane) {
        long refused = 0;
        for (int queue = 0; queue < lane.placement.queues(); queue++) {
            refused += lane.placement.refused(queue);
        }
        return refused;
    }

    /** How long the one that has waited longest has waited. */
    public long longestDelayNs() {
        Placement old = retiring();
        long delayNs = present().longestDelayNs();
        return old == null ? delayNs : Math.max(delayNs, old.longestDelayNs());
    }

    /** Whether something waits that this worker would take. */
    public boolean waits(int worker) {
        Placement old = retiring();
        return present().waits(worker) || old != null && old.waits(worker);
    }

    /** Lets policies act that do so from time to time, and forgets the old placement where nothing of it is left. */
    public void maintain() {
        Lane old = retiring;
        if (old != null) {
            old.placement.maintain();
            if (old.placing.get() == 0 && old.placement.isEmpty()) { // rule 2
                retire(old);
            }
        }
        present().maintain();
    }

    private void retire(Lane old) {
        if (SWAPPING.compareAndSet(this, false, true)) {
            if (retiring == old) {
                refusedBefore = refusedBefore + refused(old); // under the flag
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
        Placement old = retiring();
        if (old != null && old.take(worker, batch, batch.remaining()) > 0) {
            return old;
        }
        Placement now = present();
        return now.take(worker, batch, batch.remaining()) > 0 ? now : null;
    }
}
