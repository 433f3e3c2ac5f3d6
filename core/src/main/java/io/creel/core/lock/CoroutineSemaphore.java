package io.creel.core.lock;

import io.creel.core.Carrier;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.WaitResult;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.WaitQueue;
import io.creel.core.spec.Suspends;

/**
 * A counter of permits that coroutines acquire without blocking their worker. First come, first served: a released
 * permit goes to the oldest waiter. Any thread may release, and coroutines of any thread may acquire. O(1).
 */
public final class CoroutineSemaphore {
    private static final KernelAccess KERNEL = KernelAccess.get();
    private final Waiters waiters;
    /** The number of free permits. Written under the guard of {@link #waiters}. */
    private int permits;

    /**
     * Makes a semaphore.
     *
     * @param name
     *            the name in dumps
     * @param permits
     *            the initial number of permits, not negative
     * @throws IllegalArgumentException
     *             if {@code permits} is negative
     */
    public CoroutineSemaphore(String name, int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException("negative permits: semaphore=" + name + ", permits=" + permits);
        }
        waiters = new Waiters(name);
        this.permits = permits;
    }

    /**
     * Takes a permit. Suspends until there is one for this coroutine.
     *
     * @throws IllegalStateException
     *             if the caller is no coroutine
     * @throws io.creel.core.CoroutineCancelledException
     *             if the coroutine is cancelled while it waits; it has no permit then
     */
    @Suspends
    public void acquire() {
        StackRoom.requireTwice();
        Coroutine self = KERNEL.current("acquire");
        if (takePermit()) {
            return;
        }
        KERNEL.setGranted(self, false);
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
     * Takes a permit. Suspends until there is one for this coroutine, for at most a given time. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(Stash, long)}; if it is 0 or negative, a permit is taken
     *            only if one is available
     * @return {@code false} if the time was up first; the coroutine has no permit then
     * @throws IllegalStateException
     *             if the caller is no coroutine, or it has to wait and no thread calls {@link Carrier#tick}
     * @throws io.creel.core.CoroutineCancelledException
     *             if the coroutine is cancelled while it waits; it has no permit then
     */
    @Suspends
    public boolean tryAcquire(long timeoutNs) {
        StackRoom.requireTwice();
        Coroutine self = KERNEL.current("tryAcquire");
        if (takePermit()) {
            return true;
        }
        KERNEL.setGranted(self, false);
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

    /** Passes the permit on if a cancelled waiter already had one. */
    private void passOn(Coroutine cancelled) {
        if (KERNEL.isGranted(cancelled)) {
            givePermit();
        }
    }

    /**
     * Takes a permit if one is available. Does not suspend. Any thread may call it.
     *
     * @return {@code true} if the caller has a permit now
     */
    @CheckReturnValue
    public boolean tryAcquire() {
        StackRoom.require();
        return takePermit();
    }

    private boolean takePermit() {
        waiters.enter();
        try {
            boolean taken = permits > 0;
            if (taken) {
                permits--;
            }
            return taken;
        } finally {
            waiters.exit();
        }
    }

    /**
     * Releases a permit, which goes to the oldest waiter if there is one. Any thread may call it.
     *
     * @throws IllegalStateException
     *             if {@link Integer#MAX_VALUE} permits are available already
     */
    public void release() {
        StackRoom.require();
        givePermit();
    }

    private void givePermit() {
        Coroutine heir;
        Carrier home = null;
        waiters.enter();
        try {
            heir = waiters.takeOldest();
            if (heir == null) {
                if (permits == Integer.MAX_VALUE) {
                    throw new IllegalStateException("release refused, more permits cannot be counted: semaphore="
                            + waiters.name() + ", permits=" + permits);
                }
                permits++;
            } else {
                KERNEL.setGranted(heir, true);
                home = KERNEL.send(heir, waiters);
            }
        } finally {
            waiters.exit();
        }
        KERNEL.wake(heir, home);
    }

    /** {@return the number of free permits; an estimate} */
    public int availablePermits() {
        return permits;
    }

    private final class Waiters extends WaitQueue {
        Waiters(String name) {
            super(name);
        }

        @Override
        protected boolean admits(Coroutine arriving) {
            if (permits == 0) {
                return false;
            }
            permits--;
            KERNEL.setGranted(arriving, true);
            return true;
        }
    }
}
