package io.creel.schedulers.where.dispatcher;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;

/**
 * Lets worker 0 dispatch; the others take one request at a time from a central queue. A single active worker does both.
 * Work-conserving among the others. Every decision is O(1).
 */
public final class Dispatcher implements Where {
    /** The number of the worker that dispatches. */
    public static final int DISPATCHER = 0;

    private Signals signals;

    /** Makes the policy. */
    public Dispatcher() {
    }

    @Override
    public String name() {
        return "dispatcher";
    }

    @Override
    public int queues(int workers) {
        return 1;
    }

    @Override
    public void attach(Signals given) {
        signals = given;
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        return 0;
    }

    @Override
    public int next(int worker) {
        return waits(worker) ? 0 : NONE;
    }

    @Override
    public boolean waits(int worker) {
        boolean serves = worker != DISPATCHER || signals.active() == 1;
        return serves && worker < signals.active() && signals.length(0) > 0;
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        return 1;
    }

    @Override
    public int wake(int queue, int byWorker) {
        int woken = signals.idle(signals.active() == 1 ? 0 : 1);
        return woken == DISPATCHER && signals.active() > 1 ? NONE : woken;
    }

    /** Provides the policy {@code dispatcher} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("dispatcher", "Worker 0 only hands out; the other workers run.",
                    "Shinjuku");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Dispatcher();
        }
    }
}
