package io.creel.core.lock;

import io.creel.core.Carrier;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.WaitResult;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.LockQueue;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Locks;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Unlocks;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A mutual-exclusion lock that a coroutine owns, not a thread. A waiter suspends instead of blocking its worker. The
 * owner may suspend, roam to another worker and unlock there.
 *
 * <p>
 * First come, first served: {@link #unlock} passes the lock to the oldest waiter, which resumes through the inbox of
 * the carrier that ran it last. Not re-entrant. Coroutines of any thread may use it. Without contention, locking and
 * unlocking cost one compare-and-set each; with contention, O(1). A cancelled waiter leaves the queue.
 */
public final class CoroutineLock {
    private static final KernelAccess KERNEL = KernelAccess.get();
    private static final int FREE = 0;
    private static final int HELD = 1;
    private static final int AWAITED = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(CoroutineLock.class, "state", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final Waiters waiters;
    /**
     * FREE, HELD, or AWAITED for held with waiters. Leaves FREE by compare-and-set; AWAITED is set and left under the
     * guard of {@link #waiters}.
     */
    private volatile int state;
    /** The holder, or {@code null}. Written by the thread that takes, passes on or frees the lock. */
    private volatile @Nullable Coroutine owner;

    /**
     * Makes a free lock.
     *
     * @param name
     *            the name in error messages and dumps
     */
    public CoroutineLock(String name) {
        waiters = new Waiters(name);
    }

    /** {@return the name in error messages and dumps} */
    public String name() {
        return waiters.name();
    }

    /** {@return the coroutine that holds the lock, or {@code null}; an estimate for every coroutine but the owner} */
    @Borrowed
    public @Nullable Coroutine owner() {
        return owner;
    }

    /** {@return whether the calling coroutine holds the lock} */
    public boolean isHeld() {
        Coroutine holder = owner;
        return holder != null && holder == Coroutine.current();
    }

    /**
     * Takes the lock. Suspends until it is this coroutine's turn.
     *
     * @throws IllegalStateException
     *             if the caller already holds the lock, or is no coroutine
     * @throws io.creel.core.CoroutineCancelledException
     *             if the coroutine is cancelled while it waits; it does not hold the lock then
     */
    @Suspends
    @Locks("this")
    public void lock() {
        StackRoom.requireTwice();
        Coroutine self = KERNEL.current("lock");
        if (tryLock(self)) {
            return;
        }
        requireOther(self);
        boolean resumed = false;
        try {
            KERNEL.suspend(self, waiters);
            resumed = true;
        } finally {
            if (!resumed) {
                passOn(self);
            }
        }
    }

    /**
     * Takes the lock. Suspends until it is this coroutine's turn, for at most a given time. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(Stash, long)}; if it is 0 or negative, the lock is taken
     *            only if it is free
     * @return {@code false} if the time was up first; the coroutine does not hold the lock then
     * @throws IllegalStateException
     *             if the caller already holds the lock, or is no coroutine; or it has to wait and no thread calls
     *             {@link Carrier#tick}
     * @throws io.creel.core.CoroutineCancelledException
     *             if the coroutine is cancelled while it waits; it does not hold the lock then
     */
    @Suspends
    @Locks(value = "this", when = Result.TRUE)
    public boolean tryLock(long timeoutNs) {
        StackRoom.requireTwice();
        Coroutine self = KERNEL.current("tryLock");
        if (tryLock(self)) {
            return true;
        }
        requireOther(self);
        boolean resumed = false;
        try {
            boolean taken = KERNEL.suspend(self, waiters, timeoutNs) != WaitResult.TIMED_OUT;
            resumed = true;
            return taken;
        } finally {
            if (!resumed) {
                passOn(self);
            }
        }
    }

    private void requireOther(Coroutine self) {
        if (owner == self) {
            throw new IllegalStateException(
                    "lock refused, the coroutine already holds it: lock=" + name() + ", coroutine=" + self);
        }
    }

    /** Passes the lock on if a cancelled waiter already owned it. */
    private void passOn(Coroutine cancelled) {
        if (owner == cancelled) {
            release(cancelled);
        }
    }

    /** Takes the lock, even if the coroutine is cancelled. */
    void lockShielded(Coroutine self) {
        if (!tryLock(self)) {
            KERNEL.suspendShielded(self, waiters);
        }
    }

    /**
     * Takes the lock if it is free. Does not suspend.
     *
     * @return {@code true} if the calling coroutine holds the lock now
     * @throws IllegalStateException
     *             if the caller is no coroutine
     */
    @Locks(value = "this", when = Result.TRUE)
    @CheckReturnValue
    public boolean tryLock() {
        StackRoom.require();
        return tryLock(KERNEL.current("tryLock"));
    }

    private boolean tryLock(Coroutine self) {
        if (state == FREE && STATE.compareAndSet(this, FREE, HELD)) {
            own(self);
            return true;
        }
        return false;
    }

    private void own(Coroutine self) {
        waiters.addTo(self);
        owner = self;
    }

    private void disown(Coroutine self) {
        waiters.takeFrom(self);
        owner = null;
    }

    /**
     * Passes the lock to the oldest waiter, or frees it.
     *
     * @throws IllegalStateException
     *             if the caller does not hold the lock; the message names the owner
     */
    @Unlocks("this")
    public void unlock() {
        StackRoom.require();
        Coroutine self = KERNEL.current("unlock");
        if (owner != self) {
            throw new IllegalStateException(
                    "unlock refused, the coroutine does not hold it: lock=" + name() + ", coroutine="
                            + self + ", owner=" + owner);
        }
        release(self);
    }

    /** Passes the lock to the oldest waiter, or frees it. */
    void release(Coroutine self) {
        assert owner == self;
        disown(self);
        if (state == HELD && STATE.compareAndSet(this, HELD, FREE)) {
            return;
        }
        Coroutine heir;
        Carrier home = null;
        waiters.enter();
        try {
            heir = inherit();
            if (heir != null) {
                home = KERNEL.send(heir, waiters);
            }
        } finally {
            waiters.exit();
        }
        KERNEL.wake(heir, home);
    }

    /**
     * Does what {@link #release} does, for a caller that holds the guard of {@link #waiters}. Returns the waiter that
     * owns the lock now, removed from the list and still to be sent; {@code null} if the lock is free.
     */
    @Nullable
    Coroutine releaseUnderGuard(Coroutine self) {
        disown(self);
        return inherit();
    }

    private @Nullable Coroutine inherit() {
        Coroutine heir = waiters.takeOldest();
        if (heir == null) {
            state = FREE; // the waiters were cancelled, or there were none
        } else {
            own(heir);
        }
        return heir;
    }

    @Override
    public String toString() {
        return "CoroutineLock[name=" + name() + ", owner=" + owner + ", waiters=" + waiters.size() + "]";
    }

    /** The waiters. The state is AWAITED exactly while the list is not empty; both change under the guard. */
    final class Waiters extends LockQueue {
        Waiters(String name) {
            super(name);
        }

        /** Keeps a waiter that must hold the lock again, however its wait for a condition has ended. */
        @Override
        protected boolean mustStay(Coroutine waiter) {
            return KERNEL.isShielded(waiter);
        }

        @Override
        public @Nullable Coroutine owner() {
            return owner;
        }

        @Override
        protected void release(Coroutine ended) {
            CoroutineLock.this.release(ended);
        }

        @Override
        protected boolean admits(Coroutine arriving) {
            while (true) {
                if (tryLock(arriving)) {
                    return true;
                }
                if (state == AWAITED || STATE.compareAndSet(CoroutineLock.this, HELD, AWAITED)) {
                    return false;
                }
            }
        }

        @Override
        protected void changed(boolean hasWaiters) {
            if (!hasWaiters) {
                state = HELD;
            }
        }
    }
}
