package io.creel.schedulers.vthreads;

import io.creel.schedulers.Worker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runnable threads that found no room in their queue, first in first out. Any thread adds by a push on an intrusive
 * stack (Treiber, IBM RJ 5118, 1986). One worker at a time moves the pushed threads to the end of a list and places
 * from its head.
 *
 * <p>
 * <b>One call costs its placements, plus {@value #MAX_REFUSALS} refusals.</b> A refused head does not hold up the
 * threads of other queues: the call goes on behind the head, at the place where the last call stopped, and stops after
 * that many refusals. So placing n threads through a small queue is O(n) work, and a thread whose queue has room is
 * found after n / {@value #MAX_REFUSALS} calls.
 *
 * <p>
 * <b>No worker sleeps too early.</b> Only a worker that takes from a queue makes room there. The answer is 0 only if
 * the whole list was refused after the calling worker last resumed something; until then it is at least 1, and the
 * worker calls again.
 *
 * <p>
 * Lock-free for threads that add. The list refuses none of them, because a thread is in it at most once.
 */
@SuppressWarnings("NullAway") // the length counts the links
final class PostponedThreads {
    /** How many refusals one call meets. */
    static final int MAX_REFUSALS = 16;
    /** How many threads one call places, so that a worker comes back to its own work. */
    static final int MAX_PLACED = 256;

    private static final VarHandle NEWEST;
    private static final VarHandle SIZE;
    private static final VarHandle PLACING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEWEST = lookup.findVarHandle(PostponedThreads.class, "newest", ThreadGuest.class);
            SIZE = lookup.findVarHandle(PostponedThreads.class, "size", int.class);
            PLACING = lookup.findVarHandle(PostponedThreads.class, "placing", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Places threads. */
    interface GuestQueue {
        /** Puts a thread into its queue and returns {@code true}, or returns {@code false} if there is no room. */
        boolean place(ThreadGuest guest, Worker by);
    }

    private volatile @Nullable ThreadGuest newest;
    /**
     * Never less than the number of waiting threads: raised before a push by the pushing thread, lowered after a
     * placement by the placing one.
     */
    private volatile int size;
    @SuppressWarnings("unused") // written through PLACING
    private volatile boolean placing;
    // Guarded by placing.
    private @Nullable ThreadGuest head;
    private @Nullable ThreadGuest tail;
    /** How many threads are in the list, without those that were only pushed. */
    private int length;
    /** The thread behind which the next look begins; {@code null} for the head. */
    private @Nullable ThreadGuest lastRefused;
    /** How many threads behind the head were refused, ever. */
    private long refusals;
    /** The value of {@link #refusals} when a thread was last placed, or moved to the list. */
    private long refusalsAtChange;
    private final Map<Worker, Caller> callers = new HashMap<>();

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a thread. From any thread; never blocks. */
    void push(ThreadGuest guest) {
        SIZE.getAndAdd(this, 1);
        ThreadGuest seen;
        do {
            seen = newest;
            guest.nextWaiting = seen;
        } while (!NEWEST.compareAndSet(this, seen, guest));
    }

    /**
     * Places threads, oldest first. From any thread.
     *
     * @param by
     *            the worker that calls, {@code null} if the caller is none
     * @return how many were placed; if none was, 1 if the caller has to call again before it may sleep, otherwise 0
     */
    int placeAll(GuestQueue queue, @Nullable Worker by) {
        if (isEmpty()) {
            return 0;
        }
        if (!PLACING.compareAndSet(this, false, true)) {
            return 1;
        }
        try {
            Caller caller = callers.computeIfAbsent(by, worker -> new Caller());
            caller.look(by, refusals);
            takeIn();
            int placed = placeOldest(queue, by);
            if (head != null && placed < MAX_PLACED) {
                placed += placeBehindTheHead(queue, by);
            }
            return placed > 0 ? placed : answer(caller, by);
        } finally {
            placing = false;
        }
    }

    /** {@return 1 if the caller has to call again before it may sleep, otherwise 0} */
    private int answer(Caller caller, @Nullable Worker by) {
        long refusedSince = refusals - Math.max(refusalsAtChange, caller.refusalsAtWork);
        if (newest != null || refusedSince < length - 1) {
            return 1;
        }
        if (by == null) {
            // it is unknown whether this caller takes from a queue before it calls again
            caller.refusalsAtWork = refusals;
        }
        return 0;
    }

    /** Moves the pushed threads to the end of the list. */
    private void takeIn() {
        if (newest == null) {
            return;
        }
        ThreadGuest youngest = (ThreadGuest) NEWEST.getAndSet(this, null);
        ThreadGuest oldest = null;
        for (ThreadGuest next = youngest; next != null;) {
            ThreadGuest older = next.nextWaiting;
            next.nextWaiting = oldest;
            oldest = next;
            next = older;
            length++;
        }
        if (head == null) {
            head = oldest;
        } else {
            tail.nextWaiting = oldest;
        }
        tail = youngest;
        refusalsAtChange = refusals;
    }

    private int placeOldest(GuestQueue queue, @Nullable Worker by) {
        int placed = 0;
        while (head != null && placed < MAX_PLACED && place(null, head, queue, by)) {
            placed++;
        }
        return placed;
    }

    private int placeBehindTheHead(GuestQueue queue, @Nullable Worker by) {
        int placed = 0;
        int refused = 0;
        ThreadGuest before = lastRefused == null ? head : lastRefused;
        for (int left = length - 1; left > 0 && refused < MAX_REFUSALS && placed < MAX_PLACED; left--) {
            if (before.nextWaiting == null) {
                before = head;
            }
            if (place(before, before.nextWaiting, queue, by)) {
                placed++;
            } else {
                refused++;
                refusals++;
                before = before.nextWaiting;
            }
        }
        lastRefused = before == head ? null : before;
        return placed;
    }

    /**
     * Takes a thread out, and puts it back if there is no room. A placed thread may run, and may be pushed here again,
     * at any time.
     */
    private boolean place(@Nullable ThreadGuest before, @Nullable ThreadGuest guest, GuestQueue queue,
            @Nullable Worker by) {
        ThreadGuest after = guest.nextWaiting;
        guest.nextWaiting = null;
        if (!queue.place(guest, by)) {
            guest.nextWaiting = after;
            return false;
        }
        if (before == null) {
            head = after;
            if (lastRefused == guest || lastRefused == after) {
                lastRefused = null;
            }
        } else {
            before.nextWaiting = after;
        }
        if (after == null) {
            tail = before;
        }
        length--;
        SIZE.getAndAdd(this, -1);
        refusalsAtChange = refusals;
        return true;
    }

    /** The calls of one worker. */
    private static final class Caller {
        private long resumed;
        /** The value of {@link PostponedThreads#refusals} when the worker was last seen to have resumed something. */
        private long refusalsAtWork;

        void look(@Nullable Worker worker, long refusals) {
            long resumedNow = worker == null ? resumed : worker.carrier().counters().resumed();
            if (resumedNow != resumed) {
                resumed = resumedNow;
                refusalsAtWork = refusals;
            }
        }
    }
}
