package io.creel.core;

/**
 * A place to wait for a change of what a {@link CoroutineLock} protects. Used with the lock held; as with every condition,
 * the state is to be checked again after {@link #await}. Waiters are woken in the order they came.
 */
public final class CoroutineCondition {
    private final CoroutineLock lock;
    private final Waiters waiters;
    private final TransferCallback release = this::waitAndRelease;

    /**
     * Makes a condition of a lock.
     *
     * @param name
     *            what dumps call it
     * @param lock
     *            which lock protects the state that is waited for
     */
    public CoroutineCondition(String name, CoroutineLock lock) {
        this.lock = lock;
        waiters = new Waiters(name);
    }

    /**
     * Gives the lock up, suspends until signalled, and takes the lock again; it is held whether this returns or throws.
     *
     * @throws IllegalStateException
     *             where the calling coroutine does not hold the lock
     * @throws CoroutineCancelledException
     *             where the coroutine is cancelled meanwhile
     */
    public void await() {
        requireLock("await");
        Coroutine self = Coroutine.current();
        try {
            self.suspend(release);
        } finally {
            if (lock.owner() != self) {
                lock.lockShielded(self);
            }
        }
    }

    /** Wakes the oldest waiter, which goes on once the lock is free. */
    public void signal() {
        requireLock("signal");
        waiters.wakeOldest();
    }

    /** Wakes all waiters, oldest first. */
    public void signalAll() {
        requireLock("signalAll");
        waiters.wakeAll();
    }

    /** The waiter is in the queue before the lock is free, so no signal can fall in between. */
    private Coroutine waitAndRelease(Coroutine self) {
        if (!waiters.push(self)) {
            return self; // cancelled
        }
        lock.release(self);
        return null;
    }

    private void requireLock(String what) {
        if (!lock.isHeld()) {
            throw new IllegalStateException(what + " refused, the coroutine does not hold the lock: lock=" + lock.name()
                    + ", coroutine=" + Coroutine.current() + ", owner=" + lock.owner());
        }
    }

    private static final class Waiters extends WaitQueue {
        Waiters(String name) {
            super(name);
        }

        @Override
        boolean admits(Coroutine arriving) {
            return false;
        }
    }
}
