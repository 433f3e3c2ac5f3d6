package io.creel.schedulers.where.snap;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Where;
import java.util.function.ToIntFunction;

/**
 * Runs engine e on worker e modulo the number of active workers; engines on one worker take turns. Not work-conserving.
 */
public final class Dedicating extends Engines {
    /**
     * Makes the policy.
     *
     * @param engines
     *            the number of engines, at least 1
     * @param engineOf
     *            the engine of a handle, from 0
     */
    public Dedicating(int engines, ToIntFunction<Coroutine> engineOf) {
        super("dedicating", engines, engineOf);
    }

    @Override
    boolean mayRun(int worker, int engine) {
        return engine % signals.active() == worker;
    }

    @Override
    public int wake(int queue, int byWorker) {
        int worker = queue % signals.active();
        return signals.isIdle(worker) ? worker : NONE;
    }

    /** Provides the policy {@code dedicating} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("dedicating", "Each engine pinned to one worker; the engines of a worker take turns.",
                    "Snap",
                    PolicyNumber.count("engines", PolicyContext.DEFAULT_ENGINES, 1, 1 << 16)
                            .otherwise("4, or the types"));
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Dedicating((int) given.orElse(0, context.engines()), context.engine());
        }
    }
}
