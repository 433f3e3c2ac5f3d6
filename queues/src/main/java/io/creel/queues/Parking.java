package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.function.Consumer;

/**
 * The place of one coroutine that waits in one {@link LocalChannel} or, for a {@link Select}, in several: a stash of one. It
 * owns the handle; its clauses are what the channels' queues hold. Taking the handle out, by whichever channel or by a
 * cancellation, unlinks all of them.
 *
 * <p>
 * Threads: one at a time. O(clauses).
 */
final class Parking extends WaitingPlace {
    final Clause[] clauses;
    /** The clause that woke it; set by the channel. */
    Clause fired;
    /** The next free one in the pool of a channel. */
    Parking nextFree;
    private final Stash ready;
    private Coroutine handle;

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
    protected Coroutine extract() {
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

    /** Its entry in the queue of one channel, and the item that passes there. */
    static final class Clause {
        final Parking parking;
        final int index;
        /** {@code null} where it does not wait in this one now. */
        Queue queue;
        /** Of a sender what it sends, until it was taken; of a receiver what it got. */
        Object item;
        private Clause next;
        private Clause previous;

        Clause(Parking parking, int index) {
            this.parking = parking;
            this.index = index;
        }
    }

    /** Those who wait at one side of a channel, first come first woken. */
    static final class Queue {
        private Clause first;
        private Clause last;

        Clause first() {
            return first;
        }

        /** Gives the places of all who wait here to the next thread. */
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
