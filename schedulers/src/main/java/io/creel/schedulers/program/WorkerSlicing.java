package io.creel.schedulers.program;

import io.creel.schedulers.when.When;
import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Slicing;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The slices of one worker that serves one queue: who has run for the quantum of its batch while something else waits is
 * preempted and goes back to its policy.
 *
 * <p>
 * Threads: one worker's; {@link #expired} is called inside coroutines. The clock is read once a checkpoint, and not at all
 * where the quantum has no bound.
 */
public final class WorkerSlicing implements Slicing {
    private final When when;
    private final Batch batch;
    private final BooleanSupplier outside;
    private final Slice slice;

    /**
     * Makes the slicing of one worker.
     *
     * @param when
     *            whose coroutines run here
     * @param batch
     *            taken from the policy; what is left of it waits
     * @param outside
     *            whether work waits that has not entered yet: a source not polled, an inbox. Asked inside coroutines whose
     *            slice is used up; cheap, and must not block
     * @param nanoClock
     *            measures slices
     */
    public WorkerSlicing(When when, Batch batch, BooleanSupplier outside, LongSupplier nanoClock) {
        this.when = when;
        this.batch = batch;
        this.outside = outside;
        slice = new Slice(nanoClock);
    }

    @Override
    public boolean expired(Coroutine running) {
        long quantumNs = when.quantumNs();
        return quantumNs != Long.MAX_VALUE && slice.isUsedUp(running, quantumNs) && waits(running);
    }

    @Override
    public boolean waits(Coroutine running) {
        return !batch.isEmpty() || when.preempts(running) || outside.getAsBoolean();
    }

    @Override
    public Coroutine suspended(Coroutine preempted) {
        return when.suspended(preempted);
    }
}
