package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.schedulers.where.Where;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The placement that serves now and, after a swap, the previous one until none of its handles are left.
 *
 * <p>
 * <b>Swapping</b> puts a new placement beside the old one. New handles go to the new placement. Workers take from the
 * old one first; when none of its handles are left anywhere, it is dropped. Here a generation is a placement with the
 * number of threads that are placing into it. Rules, cited below: <ol>
 * <li>A placer increments the generation's counter, then rechecks that the generation is current; if not, it decrements the counter
 * and retries. So once a generation is not current and its counter is 0, no new handle enters it.</li>
 * <li>A generation is dropped if it is not current, its counter is 0, no handle waits in it and no worker holds one of its
 * handles. A worker counts a handle that it takes before the handle leaves the queue, and counts off a handle that it
 * gives back after the handle is in: at any moment each handle of the generation is in some count.</li>
 * </ol>
 *
 * <p>
 * Threads: any thread may call {@link #place}, {@link #swap} and {@link #maintain}; each worker has one
 * {@link PlacementTaker}. Placing is lock-free and waits for no other thread.
 */
public final class SwappablePlacement {
    private static final VarHandle SWAPPING;

    static {
        try {
            SWAPPING = MethodHandles.lookup().findVarHandle(SwappablePlacement.class, "swapping", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** A placement and the number of threads that are placing into it. */
    private static final class Generation {
        final Placement placement;
        final AtomicInteger placing = new AtomicInteger();

        Generation(Placement placement) {
            this.placement = placement;
        }
    }

    private volatile Generation present;
    private volatile @Nullable Generation retiring;
    private volatile boolean swapping;
    private volatile boolean closed;
    private volatile long refusedBefore;
    private volatile long swaps;

    /**
     * Begins with a placement.
     *
     * @param first
     *            serves until the first swap
     */
    public SwappablePlacement(Placement first) {
        present = new Generation(first);
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
        StackRoom.requireTwice(); // an overflow inside would leave the placer counted for ever
        while (true) {
            Generation generation = present;
            generation.placing.getAndIncrement(); // rule 1
            try {
                if (generation == present) {
                    return generation.placement.place(handle, byWorker);
                }
            } finally {
                generation.placing.getAndDecrement();
            }
        }
    }

    /**
     * Makes another placement the present one. Handles of the old one are served first. The caller wakes the workers.
     * If this object is closed, the other placement is closed, too.
     *
     * @param next
     *            serves from now on
     * @return {@code false} if the previous swap has not ended yet: try again later
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
            present = new Generation(next);
            swaps = swaps + 1; // under the flag
        } finally {
            swapping = false;
        }
        if (closed) { // after the store: either this thread sees the close, or the closing thread sees the new generation
            next.close();
        }
        return true;
    }

    /**
     * Closes the present placement, the previous one, and every later one. Idempotent; see {@link Placement#close()}.
     */
    public void close() {
        closed = true;
        present().close();
        Placement old = retiring(); // after the present one: a swap moves it here before it stores the next
        if (old != null) {
            old.close();
        }
    }

    /** {@return how many swaps there were} */
    public long swaps() {
        return swaps;
    }

    /** {@return the placement that serves now; a moment's answer} */
    public Placement present() {
        return present.placement;
    }

    /** {@return the previous placement while it has handles left; {@code null} otherwise; a moment's answer} */
    public @Nullable Placement retiring() {
        Generation old = retiring;
        return old == null ? null : old.placement;
    }

    /** {@return how many handles were refused because a queue was full, by all placements so far} */
    public long refused() {
        return refusedBefore + refused(present) + (retiring instanceof Generation generation ? refused(generation) : 0);
    }

    private static long refused(Generation generation) {
        long refused = 0;
        for (int queue = 0; queue < generation.placement.queues(); queue++) {
            refused += generation.placement.refused(queue);
        }
        return refused;
    }

    /** {@return how many handles wait in both placements} A moment's answer. */
    public int waiting() {
        Placement old = retiring();
        return present().waiting() + (old == null ? 0 : old.waiting());
    }

    /** {@return for how many nanoseconds the longest waiting handle has waited} */
    public long longestDelayNs() {
        Placement old = retiring();
        long delayNs = present().longestDelayNs();
        return old == null ? delayNs : Math.max(delayNs, old.longestDelayNs());
    }

    /**
     * Watches for a handle that became runnable at a time or before it. One thread at a time.
     *
     * @param readyNs
     *            nanoseconds by the clock of the placements
     */
    public void watch(long readyNs) {
        Placement old = retiring();
        if (old != null) {
            old.watch(readyNs);
        }
        present().watch(readyNs);
    }

    /** {@return whether a worker has begun to run such a handle since the last call of {@link #watch}} */
    public boolean hasWatchedBegun() {
        Placement old = retiring();
        return present().hasWatchedBegun() || old != null && old.hasWatchedBegun();
    }

    /**
     * {@return whether a handle waits that this worker would take}
     *
     * @param worker
     *            from 0
     */
    public boolean waits(int worker) {
        Placement old = retiring();
        return present().waits(worker) || old != null && old.waits(worker);
    }

    /** {@return whether no handle waits or runs here, and no earlier placement is left} A hint while others place. */
    public boolean isEmpty() {
        return retiring == null && present().isEmpty();
    }

    /** Calls the periodic policies, and drops the old placement if none of its handles are left. */
    public void maintain() {
        Generation old = retiring;
        if (old != null) {
            old.placement.maintain();
            if (old.placing.get() == 0 && old.placement.isEmpty()) { // rule 2
                retire(old);
            }
        }
        present().maintain();
    }

    private void retire(Generation old) {
        if (SWAPPING.compareAndSet(this, false, true)) {
            if (retiring == old) {
                refusedBefore = refusedBefore + refused(old); // under the flag
                retiring = null;
            }
            swapping = false;
        }
    }

    /**
     * Takes for a worker, from the previous placement first.
     *
     * @return the placement that was taken from, or {@code null} if nothing was taken; the batch is not empty exactly
     *         if it is not {@code null}
     */
    @Nullable
    Placement take(int worker, Batch batch) {
        Placement old = retiring();
        if (old != null && old.take(worker, batch, batch.remaining()) > 0) {
            return old;
        }
        Placement now = present();
        return now.take(worker, batch, batch.remaining()) > 0 ? now : null;
    }
}
