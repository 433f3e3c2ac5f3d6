package io.creel.schedulers.program;

import io.creel.core.Coroutine;
import java.util.function.LongSupplier;

/**
 * Quantum accounting for the coroutine that runs now. A run is told from the one before by the coroutine and its epoch, so
 * nobody has to be told when one begins; the slice is measured from the first checkpoint of a run, and what a coroutine does
 * before that is not charged.
 *
 * <p>
 * For worker programs. One worker's thread; a question costs one reading of the clock. Clock values may wrap.
 */
public final class Slice {
    private final LongSupplier nanoClock;
    private Coroutine charged;
    private long epoch;
    private long beginNs;

    /**
     * Makes the accounting of one worker.
     *
     * @param nanoClock
     *            the time; must be readable inside a coroutine
     */
    public Slice(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Whether the running coroutine has run for the quantum since the first time it was asked about in this run. */
    public boolean isUsedUp(Coroutine running, long quantumNs) {
        long nowNs = nanoClock.getAsLong();
        if (running != charged || running.epoch() != epoch) {
            charged = running;
            epoch = running.epoch();
            beginNs = nowNs;
        }
        return nowNs - beginNs >= quantumNs;
    }
}
