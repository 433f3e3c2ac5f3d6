package io.creel.schedulers;

import java.util.function.LongSupplier;

/**
 * The role of an idle strategy that sleeps no longer than until the next deadline. A worker of a {@link WorkerGroup} whose strategy
 * does not have it wakes as often as the strategy says, and ends its coroutines' waits only then.
 */
public interface DeadlineIdle extends IdleStrategy {
    /**
     * Idles after a duty cycle.
     *
     * @param workCount
     *            what the cycle returned
     * @param quietNs
     *            tells for how many nanoseconds nothing is due, 0 if something is; asked on the calling thread, and only before a sleep
     */
    void idle(int workCount, LongSupplier quietNs);
}
