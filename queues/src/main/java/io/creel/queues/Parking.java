package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The place of one coroutine that waits in one {@link LocalChannel} or, for a {@link Select}, in several: a stash with
 * room for one. The parking owns the handle, and its clauses stand in the queues of the channels. Any taker of the
 * handle, a channel or a cancellation, unlinks all clauses.
 *
 * <p>
 * Threads: one at a time. O(clauses).
 */
final class Parking extends WaitingPlace {
    final Clause[] clauses;
    /** The clause that was served. Written by the channel that wakes the coroutine. */
    @Nullable
    Clause fired;
    /** The next free parking in the pool of a channel. Written by that channel. */
    @Nullable
    Parking nextFree;
    private final Stash ready;
    private @Nullable Coroutine handle;

    Parking(String name, int count, Stash ready) {
        super(name);
        this.ready = ready;
        clauses = new Clause[count];
        for (int i = 0; i < count; i++) {
            clauses[i] = new Clause(this, i);
        }
    }

    @Override
    public int size() {
        return handle == null ? 0 : 1;
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        Coroutine seen = handle;
        if (seen != null) {
            action.accept(seen);
        }
    }

    @Override
    protected boolean insert(Coroutine waiting) {
        handle = waiting;
        fired = null;
        for (Clause clause : clauses) {
            if (clause.queue != null) {
                clause.queue.addLast(clause);
            }
        }
        return true;
    }

    @Override
    protected @Nullable Coroutine extract() {
        Coroutine waiting = handle;
        if (waiting != null) {
            unlink(waiting);
        }
        return waiting;
    }

    @Override
    protected boolean unlink(Coroutine waiting) {
        handle = null;
        for (Clause clause : clauses) {
            if (clause.queue != null) {
                clause.queue.remove(clause);
            }
        }
        return true;
    }

    @Override
    protected Stash afterTimeOut() {
        return ready;
    }

    /** The entry of a parking in the queue of one channel, with the item that passes there. */
    static final class Clause {
        final Parking parking;
        final int index;
        /** The queue that this clause stands in, or {@code null} if it stands in none. */
        @Nullable
        ClauseQueue queue;
        /** For a sender, the item to send, until it is taken; for a receiver, the item that it was handed. */
        @Nullable
        Object item;
        private @Nullable Clause next;
        private @Nullable Clause previous;

        Clause(Parking parking, int index) {
            this.parking = parking;
            this.index = index;
        }
    }

    /** The coroutines that wait at one side of a channel, woken in the order they came. */
    static final class ClauseQueue {
        private @Nullable Clause first;
        private @Nullable Clause last;

        @Nullable
        Clause first() {
            return first;
        }

        /** Hands the parkings of all waiting coroutines over to the next thread. */
        void handOver() {
            for (Clause clause = first; clause != null; clause = clause.next) {
                clause.parking.handOver();
            }
        }

        void addLast(Clause clause) {
            clause.previous = last;
            if (last == null) {
                first = clause;
            } else {
                last.next = clause;
            }
            last = clause;
        }

        void remove(Clause clause) {
            if (clause.previous == null) {
                first = clause.next;
            } else {
                clause.previous.next = clause.next;
            }
            if (clause.next == null) {
                last = clause.previous;
            } else {
                clause.next.previous = clause.previous;
            }
            clause.next = null;
            clause.previous = null;
        }
    }
}
