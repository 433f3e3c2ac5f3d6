package io.creel.core.internal;

import io.creel.core.Coroutine;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The waiters of a lock that a coroutine owns, and a link in the chain of the locks that the owner holds. */
public abstract class LockQueue extends WaitQueue {
    private static final KernelAccess KERNEL = KernelAccess.get();

    /** The next older lock of the owner. Written by the owner; for a waiting owner under the guard. */
    private @Nullable LockQueue nextHeld;

    /**
     * Names the lock.
     *
     * @param name
     *            the name in error messages and dumps
     */
    protected LockQueue(String name) {
        super(name);
    }

    /** {@return the coroutine that holds the lock, or {@code null}; an estimate for every other coroutine} */
    public abstract @Nullable Coroutine owner();

    /**
     * Releases the lock for its owner.
     *
     * @param owner
     *            the coroutine that holds the lock
     */
    protected abstract void release(Coroutine owner);

    /**
     * Adds the lock to those of a coroutine.
     *
     * @param owner
     *            the coroutine that has taken the lock
     */
    public final void addTo(Coroutine owner) {
        nextHeld = KERNEL.heldLocks(owner);
        KERNEL.setHeldLocks(owner, this);
    }

    /**
     * Removes the lock from those of a coroutine.
     *
     * @param owner
     *            the coroutine that gives the lock up
     */
    @SuppressWarnings("NullAway") // the owner has this lock, so the walk ends at it
    public final void takeFrom(Coroutine owner) {
        LockQueue before = KERNEL.heldLocks(owner);
        if (before == this) {
            KERNEL.setHeldLocks(owner, nextHeld);
        } else {
            while (before.nextHeld != this) {
                before = before.nextHeld;
            }
            before.nextHeld = nextHeld;
        }
        nextHeld = null;
    }

    /**
     * Passes on the locks that a coroutine still holds at its end.
     *
     * @param ended
     *            a coroutine that holds at least one lock
     * @param failure
     *            the throwable of its body, or {@code null}
     * @return the failure of the coroutine; it names the locks and has {@code failure} as its cause
     */
    public static Throwable abandonAll(Coroutine ended, @Nullable Throwable failure) {
        StringJoiner names = new StringJoiner(", ");
        for (LockQueue held = KERNEL.heldLocks(ended); held != null; held = KERNEL.heldLocks(ended)) {
            names.add(held.name());
            held.release(ended);
        }
        return new IllegalStateException("ended holding a lock: coroutine=" + ended + ", locks=[" + names + "]",
                failure);
    }
}
