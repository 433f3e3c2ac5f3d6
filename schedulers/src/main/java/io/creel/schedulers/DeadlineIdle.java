package io.creel.schedulers;

import java.util.function.LongSupplier;

/**
 * An idle strategy that sleeps no longer than until the next deadline. If the strategy of a worker of a
 * {@link WorkerGroup} does not implement this, the worker wakes as often as the strategy does, and ends expired waits
 * of its coroutines only then.
 */
public interface DeadlineIdle extends IdleStrategy {
    /**
     * Idles after a duty cycle.
     *
     * @param workCount
     *            the result of the cycle
     * @param quietNs
     *            returns for how many nanoseconds nothing is due, 0 if something is; called on the calling thread, and
     *            only before a sleep
     */
    void idle(int workCount, LongSupplier quietNs);
}
