package io.creel.sim;

import io.creel.core.Batch;
import io.creel.schedulers.placement.PlacementTaker;
import java.util.ArrayDeque;

/** One simulated core: what it does now, and what it has done. Written by {@link Cores} only. */
final class Core {
    /** What a core does; all but the first two have an event pending. */
    enum State {
        /** Given back, and done with what it had. */
        PARKED,
        /** Looks for work and finds none. */
        IDLE,
        /** On the way from parked to idle. */
        WAKING,
        /** Waits until the lock of a queue is free. */
        LOCKED_OUT,
        /** Has done something that takes no time, and goes on. */
        BETWEEN,
        /** Pays for something before it goes on with its batch. */
        PAYING,
        /** Has paid for a preemption and gives the handle up. */
        PREEMPTING,
        /** Runs a request, to its end or the end of its slice. */
        RUNNING,
        /** Runs a request whose slice is used up, because nothing else waited. */
        OVERDUE
    }

    static final long DEAD = Long.MAX_VALUE;

    final int index;
    final PlacementTaker taker;
    /** What it has taken and not begun; the taker's. */
    final Batch batch;
    State state = State.PARKED;
    Request running;
    /** Whether what runs was woken past the placement. */
    boolean runsWoken;
    /** Woken past the placement, with work to do. */
    final ArrayDeque<Request> woken = new ArrayDeque<>();
    /** What is left of the slice. */
    long sliceLeftNs;
    /** When it began what it runs, or was charged for it last. */
    long runningSinceNs;
    /** When its state became what it is. */
    long sinceNs;
    /** Since when it is not parked. */
    long awakeSinceNs;
    long awakeNs;
    /** Until when it does nothing; for ever where it is dead. */
    long stalledUntilNs;
    /** Until when each slice takes longer, and how many times. */
    long slowUntilNs;
    int slowFactor = 1;
    long busyNs;
    long overheadNs;

    Core(int index, PlacementTaker taker) {
        this.index = index;
        this.taker = taker;
        batch = taker.batch();
    }

    boolean isRunning() {
        return state == State.RUNNING || state == State.OVERDUE;
    }

    /** What it has spent on requests up to now. */
    long busyNs(long nowNs) {
        return busyNs + (isRunning() ? nowNs - runningSinceNs : 0);
    }

    /** Whether what runs and has used up its quantum is to make room. */
    boolean expires() {
        return taker.waits(running.handle);
    }

    boolean isDead() {
        return stalledUntilNs == DEAD;
    }

    @Override
    public String toString() {
        return "core " + index;
    }
}
