package io.creel.schedulers.vthreads;

import io.creel.core.StackRoom;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a class that have been started and have not ended. Adding is a push on a stack of entries. The end of
 * a thread empties its entry, so that neither the thread nor the objects it refers to stay reachable. Empty entries
 * stay until they outnumber the full ones; then the thread that ended last leaves them out of a new stack. Lock-free
 * for threads that add, O(1) amortised; holds at most as many empty entries as full ones plus {@value #SLACK}.
 */
final class LiveThreads {
    static final int SLACK = 64;

    private static final VarHandle NEWEST;
    private static final VarHandle SWEEPING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEWEST = lookup.findVarHandle(LiveThreads.class, "newest", Entry.class);
            SWEEPING = lookup.findVarHandle(LiveThreads.class, "sweeping", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile @Nullable Entry newest;
    @SuppressWarnings("unused") // written through SWEEPING
    private volatile boolean sweeping;

    /** A live thread; empty once the thread has ended. */
    static final class Entry {
        private volatile @Nullable ThreadGuest guest;
        private @Nullable Entry older;

        private Entry(ThreadGuest guest) {
            this.guest = guest;
        }

        /** Releases a thread that has ended. From any thread. */
        void empty() {
            guest = null;
        }
    }

    /** Adds a thread. From any thread, once per guest. */
    Entry add(ThreadGuest guest) {
        Entry entry = new Entry(guest);
        push(entry);
        return entry;
    }

    private void push(Entry entry) {
        Entry seen;
        do {
            seen = newest;
            entry.older = seen;
        } while (!NEWEST.compareAndSet(this, seen, entry));
    }

    /** Leaves out the threads that have ended, unless another thread is sweeping. From any thread. */
    boolean sweep() {
        StackRoom.require();
        if (!SWEEPING.compareAndSet(this, false, true)) {
            return false;
        }
        Entry next = (Entry) NEWEST.getAndSet(this, null);
        while (next != null) {
            Entry older = next.older;
            next.older = null;
            if (aliveIn(next) != null) {
                push(next);
            }
            next = older;
        }
        sweeping = false;
        return true;
    }

    /**
     * {@return the live threads} From any thread; waits for a sweep that is under way, so a thread that must not wait
     * does not call it.
     */
    List<ThreadGuest> list() {
        StackRoom.require();
        while (!SWEEPING.compareAndSet(this, false, true)) {
            Thread.onSpinWait();
        }
        List<ThreadGuest> live = new ArrayList<>();
        for (Entry entry = newest; entry != null; entry = entry.older) {
            ThreadGuest guest = aliveIn(entry);
            if (guest != null) {
                live.add(guest);
            }
        }
        sweeping = false;
        return live;
    }

    /**
     * Returns the thread of an entry, {@code null} if it has ended; a thread that has ended on the JDK's scheduler is
     * released here.
     */
    private static @Nullable ThreadGuest aliveIn(Entry entry) {
        ThreadGuest guest = entry.guest;
        if (guest != null && !guest.isAlive()) {
            entry.empty();
            return null;
        }
        return guest;
    }
}
