package io.creel.schedulers.where.snap;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Where;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.ToIntFunction;

/**
 * Runs an engine on any free worker, on one at a time: from the take until that worker looks for its next.
 * Work-conserving over engines: a worker idles only while every engine with work is being run.
 */
public final class Spreading extends Engines {
    /**
     * Per engine, the number of the worker that runs it plus 1; 0 if no worker does. Written by compare-and-set by any
     * worker.
     */
    private final AtomicIntegerArray runners;

    /**
     * Makes the policy.
     *
     * @param engines
     *            the number of engines, at least 1
     * @param engineOf
     *            the engine of a handle, from 0
     */
    public Spreading(int engines, ToIntFunction<Coroutine> engineOf) {
        super("spreading", engines, engineOf);
        runners = new AtomicIntegerArray(engines);
    }

    @Override
    boolean mayRun(int worker, int engine) {
        int runner = runners.get(engine);
        return worker < signals.active() && (runner == 0 || runner == worker + 1);
    }

    @Override
    public int next(int worker) {
        runners.compareAndSet(last[worker * PAD], worker + 1, 0);
        for (int tries = engines; tries > 0; tries--) {
            int engine = super.next(worker);
            if (engine == NONE || runners.compareAndSet(engine, 0, worker + 1)) {
                return engine;
            }
        }
        return NONE;
    }

    /** Wakes a worker for the engine that a worker has just released, or for one it did not choose. */
    @Override
    public int wakeAfter(int worker) {
        for (int engine = 0; engine < engines; engine++) {
            if (runners.get(engine) == 0 && signals.length(engine) > 0) {
                return signals.idle(engine % signals.active());
            }
        }
        return NONE;
    }

    @Override
    public int wake(int queue, int byWorker) {
        return runners.get(queue) == 0 ? signals.idle(queue % signals.active()) : NONE;
    }

    /** Provides the policy {@code spreading} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("spreading", "Each engine on any worker, alone; its queue wakes the worker.",
                    "Snap",
                    PolicyNumber.count("engines", PolicyContext.DEFAULT_ENGINES, 1, 1 << 16)
                            .otherwise("4, or the types"));
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Spreading((int) given.orElse(0, context.engines()), context.engine());
        }
    }
}
