package io.creel.core.internal;

import io.creel.core.Coroutine;
import java.util.StringJoiner;

/** The waiters of a lock that a coroutine owns, and a link of the chain of locks that the owner holds. */
public abstract class LockQueue extends WaitQueue {
    private static final KernelAccess KERNEL = KernelAccess.get();

    /** The next of the locks that the owner holds. Written by the owner, or for an owner that waits, under the guard. */
    private LockQueue nextHeld;

    /**
     * Names the lock.
     *
     * @param name
     *            what error messages and dumps call it
     */
    protected LockQueue(String name) {
        super(name);
    }

    /** The coroutine that holds the lock, or {@code null}; a moment's estimate for any other. */
    public abstract Coroutine owner();

    /** Gives the lock up for its owner. */
    protected abstract void release(Coroutine owner);

    /** Adds the lock to those that a coroutine holds. */
    public final void addTo(Coroutine owner) {
        nextHeld = KERNEL.heldLocks(owner);
        KERNEL.setHeldLocks(owner, this);
    }

    /** Takes the lock from those that a coroutine holds. */
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

    /** Passes on what a coroutine still holds at its end. Returns what the coroutine fails with: it names the locks. */
    public static Throwable abandonAll(Coroutine ended, Throwable failure) {
        StringJoiner names = new StringJoiner(", ");
        for (LockQueue held = KERNEL.heldLocks(ended); held != null; held = KERNEL.heldLocks(ended)) {
            names.add(held.name());
            held.release(ended);
        }
        return new IllegalStateException("ended holding a lock: coroutine=" + ended + ", locks=[" + names + "]",
                failure);
    }
}
