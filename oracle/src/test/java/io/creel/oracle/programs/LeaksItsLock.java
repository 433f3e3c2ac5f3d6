package io.creel.oracle.programs;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.oracle.SimulatedWorkers;
import io.creel.oracle.SmallProgram;

/** Waits with a lock in its hand, and forgets it if it is cancelled. */
public final class LeaksItsLock implements SmallProgram {
    @Override
    public void start(SimulatedWorkers workers) {
        Counter counter = new Counter();
        Stash waiting = workers.stash("waiting");
        workers.start("reader", nothing -> {
            counter.lock.lock();
            Coroutine.await(waiting);
            counter.add();
            counter.lock.unlock();
        }, null);
        workers.start("writer", nothing -> {
            counter.lock.lock();
            try {
                counter.add();
            } finally {
                counter.lock.unlock();
            }
        }, null);
    }
}
