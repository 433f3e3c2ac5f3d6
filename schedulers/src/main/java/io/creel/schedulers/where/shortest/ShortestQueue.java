package io.creel.schedulers.where.shortest;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Where;

/** Joins the shortest queue. Not work-conserving: a handle stays where it was placed. Placing is O(workers). */
public final class ShortestQueue extends PerWorker {
    /** Makes the policy. */
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

    /** Provides the policy {@code shortest} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("shortest", "The shortest queue; ties go to the worker that has served most.",
                    "TQ (JSQ)");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new ShortestQueue();
        }
    }
}
