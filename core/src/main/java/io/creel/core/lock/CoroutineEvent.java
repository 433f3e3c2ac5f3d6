package io.creel.core.lock;

import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.WaitResult;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.WaitQueue;

/**
 * Something that happens once: coroutines that await it before it has happened suspend, those that come later go on at
 * once. Any thread may signal; any thread's coroutines may wait. Signalling costs O(waiters).
 */
public final class CoroutineEvent {
    private static final KernelAccess KERNEL = KernelAccess.get();
    private final Waiters waiters;
    private volatile boolean happened;

    /**
     * Makes an event that has not happened.
     *
     * @param name
     *            what dumps call it
     */
    public CoroutineEvent(String name) {
        waiters = new Waiters(name);
    }

    /** Whether it has happened. */
    public boolean hasHappened() {
        return happened;
    }

    /**
     * Suspends until it has happened. What was done before {@link #signal} is visible afterwards.
     *
     * @throws IllegalStateException
     *             where the caller is no coroutine
     * @throws CoroutineCancelledException
     *             where the coroutine is cancelled before it has happened
     */
    public void await() {
        if (!happened) {
            KERNEL.suspend(KERNEL.current("await"), waiters);
        }
    }

    /**
     * Suspends until it has happened, for a while at most. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(Stash, long)}
     * @return {@code false} if the time was up first
     * @throws IllegalStateException
     *             if the caller is no coroutine and it has not happened, or the carrier keeps no time
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled before it has happened
     */
    public boolean await(long timeoutNs) {
        return happened || KERNEL.suspend(KERNEL.current("await"), waiters, timeoutNs) != WaitResult.TIMED_OUT
                || happened;
    }

    /** Lets it happen and wakes all who wait, oldest first. Idempotent. From any thread. */
    public void signal() {
        StackRoom.require();
        happened = true; // before the list is emptied: whoever arrives later is admitted
        waiters.wakeAll();
    }

    private final class Waiters extends WaitQueue {
        Waiters(String name) {
            super(name);
        }

        @Override
        protected boolean admits(Coroutine arriving) {
            return happened;
        }
    }
}
