package io.creel.schedulers.where.snap;

import io.creel.core.Coroutine;
import java.util.function.ToIntFunction;

/** Engine e belongs to worker e modulo the active ones; engines on one worker take turns. Not work-conserving. */
public final class Dedicating extends Engines {
    /**
     * Pins engines.
     *
     * @param engines
     *            how many, at least 1
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
}
