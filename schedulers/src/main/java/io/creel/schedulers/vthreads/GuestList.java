package io.creel.schedulers.vthreads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Runnable threads that found no room in their queue, first in first out. An intrusive stack: push by compare-and-set, take all
 * by exchange (Treiber, IBM RJ 5118, 1986). Lock-free; it refuses nobody, because a thread is in it at most once.
 */
final class GuestList {
    private static final VarHandle NEWEST;

    static {
        try {
            NEWEST = MethodHandles.lookup().findVarHandle(GuestList.class, "newest", ThreadGuest.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile ThreadGuest newest;

    boolean isEmpty() {
        return newest == null;
    }

    /** From any thread. */
    void push(ThreadGuest guest) {
        ThreadGuest seen;
        do {
            seen = newest;
            guest.nextWaiting = seen;
        } while (!NEWEST.compareAndSet(this, seen, guest));
    }

    /** Takes all, oldest first, linked by {@code nextWaiting}; {@code null} where there are none. From any thread. */
    ThreadGuest takeAll() {
        if (newest == null) {
            return null;
        }
        ThreadGuest next = (ThreadGuest) NEWEST.getAndSet(this, null);
        ThreadGuest oldest = null;
        while (next != null) {
            ThreadGuest older = next.nextWaiting;
            next.nextWaiting = oldest;
            oldest = next;
            next = older;
        }
        return oldest;
    }
}
