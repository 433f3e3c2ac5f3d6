package io.creel.schedulers.program;

import io.creel.core.Coroutine;
import io.creel.core.Slicing;
import io.creel.core.spec.Unowned;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The slices of one worker: a coroutine that has run for its quantum while something else waits is preempted. A
 * subclass says how long the quantum is, whether something waits, and to which stash a preempted coroutine goes.
 *
 * <p>
 * A run is told from the previous one by the coroutine and its epoch, so the program need not say when one begins. The
 * slice is measured from the first checkpoint of a run; the time before that is not charged.
 *
 * <p>
 * Threads: one worker's; {@link #expired} is called inside coroutines. The clock is read once per checkpoint, and not
 * at all if the quantum has no bound. Clock values may wrap.
 */
public abstract class WorkerSlicing implements Slicing {
    private final LongSupplier nanoClock;
    @Unowned
    private @Nullable Coroutine charged;
    private long epoch;
    private long beginNs;

    /**
     * Makes the slicing of one worker.
     *
     * @param nanoClock
     *            nanoseconds; measures slices; read inside coroutines
     */
    protected WorkerSlicing(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * {@return how long the running coroutine may run, in nanoseconds; {@link Long#MAX_VALUE} without a bound} Called
     * inside it.
     */
    protected abstract long quantumNs();

    @Override
    public final boolean expired(Coroutine running) {
        long quantumNs = quantumNs();
        return quantumNs != Long.MAX_VALUE && isUsedUp(running, quantumNs) && waits(running);
    }

    private boolean isUsedUp(Coroutine running, long quantumNs) {
        long nowNs = nanoClock.getAsLong();
        if (running != charged || running.epoch() != epoch) {
            charged = running;
            epoch = running.epoch();
            beginNs = nowNs;
        }
        return nowNs - beginNs >= quantumNs;
    }
}
