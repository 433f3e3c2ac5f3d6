package io.creel.schedulers.vthreads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads of a class that have been started and have not ended. Adding is a push on an intrusive stack; ended ones stay
 * until there are more of them than live ones, and are then left out of a new stack by whoever ended the last. Lock-free for
 * those who add, O(1) amortised, and holds at most twice the live ones plus {@value #SLACK}.
 */
final class LiveThreads {
    static final int SLACK = 64;

    private static final VarHandle NEWEST;
    private static final VarHandle SWEEPING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEWEST = lookup.findVarHandle(LiveThreads.class, "newest", ThreadGuest.class);
            SWEEPING = lookup.findVarHandle(LiveThreads.class, "sweeping", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile ThreadGuest newest;
    @SuppressWarnings("unused") // through SWEEPING
    private volatile boolean sweeping;

    /** From any thread, once per guest. */
    void add(ThreadGuest guest) {
        ThreadGuest seen;
        do {
            seen = newest;
            guest.nextLive = seen;
        } while (!NEWEST.compareAndSet(this, seen, guest));
    }

    /** Leaves out those that have ended, unless somebody else is at it. From any thread. */
    boolean sweep() {
        if (!SWEEPING.compareAndSet(this, false, true)) {
            return false;
        }
        ThreadGuest next = (ThreadGuest) NEWEST.getAndSet(this, null);
        while (next != null) {
            ThreadGuest older = next.nextLive;
            next.nextLive = null;
            if (next.isAlive()) {
                add(next);
            }
            next = older;
        }
        sweeping = false;
        return true;
    }

    /** Those that live. From any thread; waits for a sweep that is under way, so not for those who must not. */
    List<ThreadGuest> list() {
        while (!SWEEPING.compareAndSet(this, false, true)) {
            Thread.onSpinWait();
        }
        List<ThreadGuest> live = new ArrayList<>();
        for (ThreadGuest guest = newest; guest != null; guest = guest.nextLive) {
            if (guest.isAlive()) {
                live.add(guest);
            }
        }
        sweeping = false;
        return live;
    }
}
