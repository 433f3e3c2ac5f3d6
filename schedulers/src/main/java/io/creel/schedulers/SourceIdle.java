package io.creel.schedulers;

import io.creel.core.WaitSources;
import java.util.function.BooleanSupplier;

/**
 * An idle strategy that sleeps until a source of its worker has work. A {@link WorkerGroup} tells it the sources before
 * the worker starts, and closes it after the worker's last cycle.
 */
public interface SourceIdle extends DeadlineIdle, Wakeable, AutoCloseable {
    /**
     * Names the sources. Called once, before the first cycle.
     *
     * @param worker
     *            the name of the worker, for messages
     * @param sources
     *            those that the worker's cycles poll; used by its thread
     * @param isWoken
     *            returns whether everything else that the worker looks at wakes it, see {@link WorkerProgram#isWoken()};
     *            called on its thread
     */
    void waitsFor(String worker, WaitSources sources, BooleanSupplier isWoken);

    /** Gives up what the strategy has opened. Wake-ups may still come, and have no effect. */
    @Override
    void close();
}
