package io.creel.oracle.programs;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.oracle.SimulatedWorkers;
import io.creel.oracle.SmallProgram;

/** Waits again and again. */
public final class NeverEnds implements SmallProgram {
    @Override
    public void start(SimulatedWorkers workers) {
        Stash waiting = workers.stash("waiting");
        workers.start("waiter", nothing -> {
            while (true) {
                Coroutine.await(waiting);
            }
        }, null);
    }
}
