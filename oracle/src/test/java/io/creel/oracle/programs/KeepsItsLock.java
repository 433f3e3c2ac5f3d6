package io.creel.oracle.programs;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.oracle.SimulatedWorkers;
import io.creel.oracle.SmallProgram;

/** The repair of {@link LeaksItsLock}. */
public final class KeepsItsLock implements SmallProgram {
    @Override
    public void start(SimulatedWorkers workers) {
        Counter counter = new Counter();
        Stash waiting = workers.stash("waiting");
        for (String name : new String[]{"reader", "writer"}) {
            workers.start(name, nothing -> {
                counter.lock.lock();
                try {
                    Coroutine.await(waiting);
                    counter.add();
                } finally {
                    counter.lock.unlock();
                }
            }, null);
        }
    }
}
