package io.creel.core.lock;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.WaitResult;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.WaitQueue;

/**
 * A place to wait for a change of what a {@link CoroutineLock} protects. Used with the lock held; as with every condition,
 * the state is to be checked again after {@link #await}. Waiters are woken in the order they came.
 */
public final class CoroutineCondition {
    private static final KernelAccess KERNEL = KernelAccess.get();
    private final CoroutineLock lock;
    private final Waiters waiters;

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
     * Gives the lock up, suspends until signalled, and takes the lock again; it is held whether this returns or throws. A signal
     * that was given to a waiter that is cancelled before it runs goes to the next waiter.
     *
     * @throws IllegalStateException
     *             where the calling coroutine does not hold the lock
     * @throws CoroutineCancelledException
     *             where the coroutine is cancelled meanwhile
     */
    public void await() {
        StackRoom.requireTwice();
        requireLock("await");
        Coroutine self = Coroutine.current();
        KERNEL.setGranted(self, false);
        boolean resumed = false;
        try {
            KERNEL.suspend(self, waiters);
            resumed = true;
        } finally {
            resumed(self, resumed);
        }
    }

    /**
     * Does what {@link #await()} does, for a while at most: then it takes the lock again, for as long as that takes. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(Stash, long)}; if it is not positive, the lock is not given up
     * @return {@code false} if the time was up before a signal
     * @throws IllegalStateException
     *             if the calling coroutine does not hold the lock, or its carrier keeps no time
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled meanwhile
     */
    public boolean await(long timeoutNs) {
        StackRoom.requireTwice();
        requireLock("await");
        Coroutine self = Coroutine.current();
        KERNEL.setGranted(self, false);
        boolean resumed = false;
        try {
            boolean signalled = KERNEL.suspend(self, waiters, timeoutNs) != WaitResult.TIMED_OUT;
            resumed = true;
            return signalled;
        } finally {
            resumed(self, resumed);
        }
    }

    /** Takes the lock again; a waiter that leaves by an exception passes its signal on. */
    private void resumed(Coroutine self, boolean normally) {
        if (!normally && KERNEL.isGranted(self)) {
            waiters.signalOldest();
        }
        if (lock.owner() != self) {
            lock.lockShielded(self);
        }
    }

    /** Wakes the oldest waiter, which goes on once the lock is free. */
    public void signal() {
        StackRoom.require();
        requireLock("signal");
        waiters.signalOldest();
    }

    /** Wakes all waiters, oldest first. */
    public void signalAll() {
        StackRoom.require();
        requireLock("signalAll");
        waiters.wakeAll();
    }

    private void requireLock(String what) {
        if (!lock.isHeld()) {
            throw new IllegalStateException(what + " refused, the coroutine does not hold the lock: lock=" + lock.name()
                    + ", coroutine=" + Coroutine.current() + ", owner=" + lock.owner());
        }
    }

    private final class Waiters extends WaitQueue {
        Waiters(String name) {
            super(name);
        }

        /** A signal is for one waiter, which passes it on if it leaves by a cancellation. */
        void signalOldest() {
            Coroutine oldest;
            Carrier home = null;
            enter();
            try {
                oldest = takeOldest();
                if (oldest != null) {
                    KERNEL.setGranted(oldest, true);
                    home = KERNEL.send(oldest, this);
                }
            } finally {
                exit();
            }
            KERNEL.wake(oldest, home);
        }

        /**
         * The waiter is in the list before the lock is free, so no signal can fall in between; and a taker of the waiter, which
         * needs the guard, finds the lock given up, so that {@link #await} knows to take it again.
         */
        @Override
        protected boolean insert(Coroutine self) {
            Coroutine heir;
            Carrier home = null;
            enter();
            try {
                if (!enqueue(self)) {
                    return false; // cancelled
                }
                lock.waiters.enter();
                try {
                    heir = lock.releaseUnderGuard(self);
                    if (heir != null) {
                        home = KERNEL.send(heir, lock.waiters);
                    }
                } finally {
                    lock.waiters.exit();
                }
            } finally {
                exit();
            }
            KERNEL.wake(heir, home);
            return true;
        }

        @Override
        protected boolean admits(Coroutine arriving) {
            return false;
        }
    }
}
