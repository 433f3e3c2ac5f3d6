package io.creel.schedulers.program;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.internal.SchedulerEvents;
import io.creel.schedulers.when.When;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The slices of a worker that serves one queue: a preempted coroutine goes back to the policy of that queue. Used by
 * one worker's thread.
 */
public final class PolicySlicing extends WorkerSlicing {
    private final When when;
    private final Batch batch;
    private final BooleanSupplier outside;

    /**
     * Makes the slicing of one worker.
     *
     * @param when
     *            the policy of the coroutines that run here
     * @param batch
     *            taken from the policy; its remaining handles wait
     * @param outside
     *            whether work waits that has not entered yet: a source not polled, an inbox. Called inside coroutines
     *            that have used up their slice; cheap, and must not block
     * @param nanoClock
     *            nanoseconds; measures slices; read inside coroutines
     */
    public PolicySlicing(When when, Batch batch, BooleanSupplier outside, LongSupplier nanoClock) {
        super(nanoClock);
        this.when = when;
        this.batch = batch;
        this.outside = outside;
    }

    @Override
    protected long quantumNs() {
        return when.quantumNs();
    }

    @Override
    public boolean waits(Coroutine running) {
        return !batch.isEmpty() || when.preempts(running) || outside.getAsBoolean();
    }

    @Override
    public @Nullable Coroutine suspended(Coroutine preempted) {
        SchedulerEvents.preemption(when.name(), -1, when.quantumNs());
        return when.suspended(preempted);
    }
}
