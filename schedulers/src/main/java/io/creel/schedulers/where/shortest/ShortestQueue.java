package io.creel.schedulers.where.shortest;

import io.creel.core.Coroutine;
import io.creel.schedulers.where.PerWorker;

/** Join the shortest queue. Not work-conserving: what was placed stays there. Placing is O(workers). */
public final class ShortestQueue extends PerWorker {
    /** One queue a worker. */
    public ShortestQueue() {
        super("shortest");
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        int best = 0;
        for (int worker = 1; worker < signals().active(); worker++) {
            int order = Integer.compare(occupancy(worker), occupancy(best));
            if (order < 0 || order == 0 && signals().served(worker) > signals().served(best)) {
                best = worker;
            }
        }
        return best;
    }

    @Override
    public boolean accounts() {
        return true; // quanta are counted one by one
    }
}
