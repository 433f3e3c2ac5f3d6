package io.creel.sim;

import io.creel.core.Batch;
import io.creel.schedulers.placement.PlacementTaker;
import java.util.ArrayDeque;

/** One simulated core: its present activity and its counts. Written by {@link Cores} only. */
final class Core {
    /** The activity of a core; all but the first two have an event pending. */
    enum State {
        /** It was given back and has finished the handles it had. */
        PARKED,
        /** It looks for work and finds none. */
        IDLE,
        /** It is on the way from parked to idle. */
        WAKING,
        /** It waits until the lock of a queue is free. */
        LOCKED_OUT,
        /** It has done something that takes no time, and continues at once. */
        BETWEEN,
        /** It pays a cost before it continues with its batch. */
        PAYING,
        /** It has paid for a preemption and gives the handle up. */
        PREEMPTING,
        /** It runs a request, to its end or to the end of its slice. */
        RUNNING,
        /** It runs a request whose slice is used up, because nothing else waited. */
        OVERDUE
    }

    static final long DEAD = Long.MAX_VALUE;

    final int index;
    final PlacementTaker taker;
    /** The taken handles that have not begun; filled by the taker. */
    final Batch batch;
    State state = State.PARKED;
    @SuppressWarnings("NullAway.Init") // null only while no request runs; the state says so
    Request running;
    /** Whether the running request was woken past the placement. */
    boolean runsWoken;
    /** Requests with work to do that were woken past the placement. */
    final ArrayDeque<Request> woken = new ArrayDeque<>();
    /** The rest of the slice. */
    long sliceLeftNs;
    /** When it began the running request, or was charged for it last. */
    long runningSinceNs;
    /** When its state changed last. */
    long sinceNs;
    /** Since when it has not been parked. */
    long awakeSinceNs;
    long awakeNs;
    /** Until when it does nothing; for ever if it is dead. */
    long stalledUntilNs;
    /** Until when each slice takes longer; {@code slowFactor} says how many times. */
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

    /** {@return how long it has run requests up to now} */
    long busyNs(long nowNs) {
        return busyNs + (isRunning() ? nowNs - runningSinceNs : 0);
    }

    /** {@return whether the running request, which has used up its quantum, is to make room} */
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
