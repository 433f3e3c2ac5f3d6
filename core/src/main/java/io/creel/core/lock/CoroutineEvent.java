package io.creel.core.lock;

import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.WaitResult;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.WaitQueue;
import io.creel.core.spec.Suspends;

/**
 * An event that happens once. A coroutine that awaits it before suspends; one that awaits it afterwards continues at
 * once. Any thread may signal, and coroutines of any thread may wait. Signalling costs O(waiters).
 */
public final class CoroutineEvent {
    private static final KernelAccess KERNEL = KernelAccess.get();
    private final Waiters waiters;
    /** Set once, by {@link #signal}. */
    private volatile boolean happened;

    /**
     * Makes an event that has not happened.
     *
     * @param name
     *            the name in dumps
     */
    public CoroutineEvent(String name) {
        waiters = new Waiters(name);
    }

    /** {@return whether the event has happened} Any thread may call it. */
    public boolean hasHappened() {
        return happened;
    }

    /**
     * Suspends until the event has happened. Changes made before {@link #signal} are visible afterwards.
     *
     * @throws IllegalStateException
     *             if the caller is no coroutine and the event has not happened
     * @throws io.creel.core.CoroutineCancelledException
     *             if the coroutine is cancelled before the event has happened
     */
    @Suspends
    public void await() {
        if (!happened) {
            KERNEL.suspend(KERNEL.current("await"), waiters);
        }
    }

    /**
     * Suspends until the event has happened, for at most a given time. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(Stash, long)}
     * @return {@code false} if the time was up first
     * @throws IllegalStateException
     *             if the event has not happened, and the caller is no coroutine or no thread calls
     *             {@link io.creel.core.Carrier#tick}
     * @throws io.creel.core.CoroutineCancelledException
     *             if the coroutine is cancelled before the event has happened
     */
    @Suspends
    public boolean await(long timeoutNs) {
        return happened || KERNEL.suspend(KERNEL.current("await"), waiters, timeoutNs) != WaitResult.TIMED_OUT
                || happened;
    }

    /** Lets the event happen and wakes all waiters, oldest first. Idempotent. Any thread may call it. */
    public void signal() {
        StackRoom.require();
        happened = true; // before the list is emptied: a coroutine that arrives later does not wait
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
