package io.creel.core;

import io.creel.core.internal.PendingDeadline;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The time at which one wait of one coroutine, or one scope, ends. Pooled: {@link Deadlines#set} takes it out of the
 * pool, {@link #end} returns it. In between, the guard of its keeper protects every field.
 */
final class Deadline extends PendingDeadline {
    private static final int SPINS = 100;

    /** The owner of the pool that it belongs to. */
    final Deadlines origin;
    /**
     * The deadlines that it is among. {@code null} only while it moves from one carrier to another. Written under the
     * guard of the old or the new keeper.
     */
    volatile @Nullable Deadlines keeper;
    /**
     * A {@link Coroutine}, an {@link io.creel.core.internal.Expiring} for a scope, or a weak reference to a coroutine.
     */
    @Nullable
    Object target;
    /** The suspension of the coroutine that it ends; without meaning for a scope. */
    long epoch;
    /** When the wait ends, in nanoseconds since the first {@link Carrier#tick} of the keeper's carrier. */
    long deadlineNs;
    /**
     * When a carrier checks it next: at the deadline, or later if the handle could not be taken then. Same clock as
     * {@link #deadlineNs}.
     */
    long atNs;
    /** The heap that contains it; {@code null} after it has come. */
    @SuppressWarnings("NullAway.Init") // null only outside a heap
    DeadlineHeap heap;
    int position;
    /** Whether it has ended the wait. Written under the guard before the handle moves on. */
    boolean fired;
    /** The next entry in the pool. */
    @Nullable
    Deadline nextFree;

    Deadline(Deadlines origin) {
        this.origin = origin;
    }

    /**
     * Ends the deadline, whether or not its time has come, and returns it to the pool. Called by the coroutine that has
     * set it, on its present carrier. O(log n) of the keeper's deadlines.
     *
     * @return whether the deadline has ended the wait
     */
    @Override
    public boolean end() {
        for (int tries = 0;; tries++) {
            Deadlines seen = keeper;
            if (seen != null) {
                seen.enter();
                if (keeper == seen) {
                    return seen.end(this);
                }
                seen.exit();
            }
            pause(tries);
        }
    }

    /** Returns the coroutine or the scope; {@code null} if the coroutine was lost. */
    @Nullable
    Object target() {
        return target instanceof WeakReference<?> weak ? weak.get() : target;
    }

    /**
     * Keeps the target only weakly from now on, so that the deadline does not hide a lost handle from
     * {@link io.creel.core.diagnostics.LeakDetection}.
     */
    void forget() {
        if (target instanceof Coroutine) {
            target = new WeakReference<>(target);
        }
    }

    /** Waits a moment for another thread. */
    static void pause(int tries) {
        if (tries < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield(); // the other thread may have been descheduled, possibly in favour of this one
        }
    }
}
