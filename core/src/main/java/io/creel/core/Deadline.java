package io.creel.core;

import io.creel.core.internal.PendingDeadline;
import java.lang.ref.WeakReference;

/**
 * The time at which one wait of one coroutine ends, or one scope. Pooled: {@link Deadlines#set} takes it out of the pool, {@link #end}
 * gives it back. In between every field is under the guard of its keeper.
 */
final class Deadline extends PendingDeadline {
    private static final int SPINS = 100;

    /** Whose pool it is of. */
    final Deadlines origin;
    /** The deadlines that it is among; {@code null} for the moment in which it moves from one carrier to another. */
    volatile Deadlines keeper;
    /** A {@link Coroutine}, or what stands for a scope, or a weak reference to a coroutine. */
    Object target;
    /** The suspension of the coroutine that it ends; without meaning for a scope. */
    long epoch;
    /** When the target's time is up, in nanoseconds since the keeper was first told the time. */
    long deadlineNs;
    /** When it is looked at next: at the deadline, or later if the handle could not be taken then. */
    long atNs;
    /** The heap it is in; {@code null} once it has come. */
    DeadlineHeap heap;
    int position;
    /** Whether it has ended the wait. */
    boolean fired;
    /** The next one of the pool. */
    Deadline nextFree;

    Deadline(Deadlines origin) {
        this.origin = origin;
    }

    /**
     * Ends it, whether or not its time has come, and gives it back to the pool. By the coroutine that has set it, on whichever carrier
     * that runs now. O(log n) of the keeper's deadlines.
     *
     * @return whether it has ended the wait
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

    /** The coroutine or scope; {@code null} if that was lost. */
    Object target() {
        return target instanceof WeakReference<?> weak ? weak.get() : target;
    }

    /** A holder that has lost the handle is to be reported, see {@link io.creel.core.diagnostics.LeakDetection}, and not to be hidden by the deadline. */
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
