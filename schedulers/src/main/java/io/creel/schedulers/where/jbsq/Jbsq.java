package io.creel.schedulers.where.jbsq;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;

/**
 * Joins the shortest queue, with a bound: JBSQ(k). Queue 0 is central, queue w + 1 is that of worker w. Work-conserving
 * but for the requests, at most k - 1 per worker, that wait behind a running one. A worker's queue is refilled from the
 * central queue as soon as the worker holds fewer than k: by the worker when it takes, and by the next thread that
 * places. Placing is O(workers), taking O(1), the dispatcher's slack O(workers).
 */
public final class Jbsq implements Where {
    /** The default for k: how many requests a worker holds at most, the running one included. */
    public static final int DEFAULT_BOUND = 2;
    /** The dispatcher runs a request itself only if its slack is more than this part of a slice. */
    public static final int SLACK_DIVISOR = 10;

    private final int bound;
    private final long dispatcherSliceNs;
    private Signals signals;

    /** Makes JBSQ(2) without a dispatcher: every worker serves. */
    public Jbsq() {
        this(DEFAULT_BOUND, 0);
    }

    /**
     * Makes JBSQ(k).
     *
     * @param bound
     *            k, at least 1
     * @param dispatcherSliceNs
     *            the slice of the other workers in nanoseconds if worker 0 dispatches and helps; 0 if there is no
     *            dispatcher
     */
    public Jbsq(int bound, long dispatcherSliceNs) {
        if (bound < 1 || dispatcherSliceNs < 0) {
            throw new IllegalArgumentException("jbsq bounds out of range: bound=" + bound + ", dispatcherSliceNs="
                    + dispatcherSliceNs);
        }
        this.bound = bound;
        this.dispatcherSliceNs = dispatcherSliceNs;
    }

    @Override
    public String name() {
        return "jbsq";
    }

    @Override
    public int queues(int workers) {
        return workers + 1;
    }

    @Override
    public void attach(Signals given) {
        signals = given;
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        if (signals.length(0) > 0) {
            return 0; // earlier arrivals go first
        }
        return leastOccupied();
    }

    /** {@return the queue of the least occupied worker that holds fewer than k; 0 if all hold k} */
    private int leastOccupied() {
        int best = 0;
        int least = bound;
        for (int worker = first(); worker < signals.active(); worker++) {
            int occupancy = occupancy(worker);
            if (occupancy < least) {
                least = occupancy;
                best = worker + 1;
            }
        }
        return best;
    }

    private int occupancy(int worker) {
        return signals.length(worker + 1) + signals.holding(worker);
    }

    /** {@return the first worker that is no dispatcher; a single active worker is both} */
    private int first() {
        return dispatcherSliceNs > 0 && signals.active() > 1 ? 1 : 0;
    }

    @Override
    public int next(int worker) {
        if (signals.length(worker + 1) > 0) {
            return worker + 1;
        }
        if (worker >= signals.active() || signals.length(0) == 0 || worker < first() && !hasSlack()) {
            return NONE;
        }
        return 0;
    }

    /** {@return whether all other workers are full and none will be free within a tenth of a slice} */
    private boolean hasSlack() {
        long nowNs = signals.nowNs();
        for (int worker = 1; worker < signals.active(); worker++) {
            long ranNs = signals.running(worker) == NONE ? 0 : nowNs - signals.runningSinceNs(worker);
            long leftNs = dispatcherSliceNs - ranNs;
            if (occupancy(worker) < bound || leftNs <= dispatcherSliceNs / SLACK_DIVISOR) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        if (queue > 0) {
            return max;
        }
        int share = (signals.length(0) + signals.active() - 1) / signals.active();
        return worker < first() ? 1 : Math.min(max, Math.clamp(share, 1, bound));
    }

    @Override
    public int refilledFrom() {
        return 0;
    }

    /**
     * Chooses the queue of a worker that holds fewer than k: of the worker that has taken, or of the least occupied
     * one.
     */
    @Override
    public int refill(int worker) {
        if (signals.length(0) == 0) {
            return NONE;
        }
        if (worker == NONE) {
            int best = leastOccupied();
            return best == 0 ? NONE : best;
        }
        return worker >= first() && worker < signals.active() && occupancy(worker) < bound ? worker + 1 : NONE;
    }

    @Override
    public boolean waits(int worker) {
        return signals.length(worker + 1) > 0 || worker < signals.active() && signals.length(0) > 0;
    }

    @Override
    public int wake(int queue, int byWorker) {
        if (queue > 0) {
            return signals.isIdle(queue - 1) ? queue - 1 : NONE;
        }
        return signals.idle(first());
    }

    @Override
    public boolean accounts() {
        return dispatcherSliceNs > 0;
    }

    /** Provides the policy {@code jbsq} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("jbsq", "One central queue, and a bounded number of handles at each worker.",
                    "Concord, nanoPU, RPCValet (JBSQ)",
                    PolicyNumber.count("bound", DEFAULT_BOUND, 1, Integer.MAX_VALUE),
                    PolicyNumber.time("dispatcher-slice", 0, 0, 1_000_000_000));
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Jbsq(given.getInt(0), given.get(1));
        }
    }
}
