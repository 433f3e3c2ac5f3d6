package io.creel.core.lock;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.WaitResult;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.WaitQueue;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Suspends;

/**
 * A place to wait for a change of the state that a {@link CoroutineLock} protects. Use it with the lock held. As with
 * every condition, check the state again after {@link #await}. Waiters wake in the order of their arrival.
 */
public final class CoroutineCondition {
    private static final KernelAccess KERNEL = KernelAccess.get();
    private final CoroutineLock lock;
    private final Waiters waiters;

    /**
     * Makes a condition of a lock.
     *
     * @param name
     *            the name in dumps
     * @param lock
     *            the lock that protects the state
     */
    public CoroutineCondition(String name, CoroutineLock lock) {
        this.lock = lock;
        waiters = new Waiters(name);
    }

    /**
     * Releases the lock, suspends until signalled, and takes the lock again. The coroutine holds the lock whether this
     * method returns or throws. If a signalled waiter is cancelled before it runs, its signal goes to the next waiter.
     *
     * @throws IllegalStateException
     *             if the calling coroutine does not hold the lock
     * @throws io.creel.core.CoroutineCancelledException
     *             if the coroutine is cancelled meanwhile
     */
    @SuppressWarnings("NullAway") // the caller holds the lock, so it is a coroutine
    @Suspends(releasing = "lock")
    @RequiresLock("lock")
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
     * Does what {@link #await()} does, for at most a given time. After that time it takes the lock again, however long
     * that takes. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(Stash, long)}; if it is 0 or negative, the coroutine keeps
     *            the lock
     * @return {@code false} if the time was up before a signal
     * @throws IllegalStateException
     *             if the calling coroutine does not hold the lock, or no thread calls {@link Carrier#tick}
     * @throws io.creel.core.CoroutineCancelledException
     *             if the coroutine is cancelled meanwhile
     */
    @SuppressWarnings("NullAway") // the caller holds the lock, so it is a coroutine
    @Suspends(releasing = "lock")
    @RequiresLock("lock")
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

    /** Takes the lock again. A waiter that leaves by an exception passes its signal on. */
    private void resumed(Coroutine self, boolean normally) {
        if (!normally && KERNEL.isGranted(self)) {
            waiters.signalOldest();
        }
        if (lock.owner() != self) {
            lock.lockShielded(self);
        }
    }

    /**
     * Wakes the oldest waiter, which resumes once it has the lock.
     *
     * @throws IllegalStateException
     *             if the calling coroutine does not hold the lock
     */
    @RequiresLock("lock")
    public void signal() {
        StackRoom.require();
        requireLock("signal");
        waiters.signalOldest();
    }

    /**
     * Wakes all waiters, oldest first.
     *
     * @throws IllegalStateException
     *             if the calling coroutine does not hold the lock
     */
    @RequiresLock("lock")
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

        /** Signals one waiter, which passes the signal on if it leaves by a cancellation. */
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
         * Puts the waiter into the list before the lock is free, so that no signal can come in between. A thread that
         * removes the waiter needs the guard, so it finds the lock released, and {@link #await} knows that it must take
         * it again.
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
