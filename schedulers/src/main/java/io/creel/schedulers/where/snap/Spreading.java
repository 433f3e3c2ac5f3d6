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
 * An engine runs on whichever worker is free, on one at a time: from the take until that worker looks for its next.
 * Work-conserving over engines: a worker idles only while every engine with work is being run.
 */
public final class Spreading extends Engines {
    /** Worker + 1 that runs an engine; 0 for nobody. */
    private final AtomicIntegerArray runners;

    /**
     * Spreads engines.
     *
     * @param engines
     *            how many, at least 1
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

    /** The engine that a worker has just let go, or one it did not choose, may run elsewhere. */
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

    /** Makes it by its name, {@code spreading}. */
    public static final class Provider extends WhereProvider {
        /** For {@link java.util.ServiceLoader}. */
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
