package io.creel.oracle.programs;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.oracle.SimulatedWorkers;
import io.creel.oracle.SmallProgram;

/** Moves a handle from one stash to another, and forgets that the second one may refuse it. */
public final class LosesARefusedHandle implements SmallProgram {
    @Override
    public void start(SimulatedWorkers workers) {
        Stash from = workers.stash("from");
        Stash to = workers.stash("to");
        workers.start("waiter", nothing -> Coroutine.await(from), null);
        workers.onWorker("mover", worker -> {
            Coroutine handle = from.pop();
            if (handle != null && to.push(handle)) {
                worker.wake();
            }
        });
    }
}
