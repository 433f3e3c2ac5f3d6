package io.creel.schedulers.where.netchannel;

import io.creel.core.Coroutine;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Turns;

/** One queue a worker, by turns. Not work-conserving. Every decision is O(1). */
public final class RoundRobin extends PerWorker {
    private final Turns turns = new Turns();

    /** Begins with worker 0. */
    public RoundRobin() {
        super("round-robin");
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        return turns.next(signals().active());
    }
}
