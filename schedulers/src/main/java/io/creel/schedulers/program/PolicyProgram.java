package io.creel.schedulers.program;

import io.creel.schedulers.when.When;
import io.creel.core.Batch;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stock worker program: it polls a source, lets the policy choose a batch, and resumes the batch. It uses public
 * API only, so you can write your own if a worker has more than one source or class of work.
 *
 * <p>
 * It serves one worker, on whose thread the policy's stashes are used.
 */
public final class PolicyProgram implements WorkerProgram {
    private final When when;
    private final WorkSource source;
    private final Batch batch;
    private final LongSupplier nanoClock;
    private @Nullable Worker served;

    /**
     * Makes a program for one worker.
     *
     * @param when
     *            the order of the coroutines; used by this program only
     * @param source
     *            brings new coroutines
     * @param maxBatch
     *            how many handles are polled, and how many resumed, at most in one duty cycle
     * @param nanoClock
     *            nanoseconds; measures slices; read inside coroutines
     */
    public PolicyProgram(When when, WorkSource source, int maxBatch, LongSupplier nanoClock) {
        this.when = when;
        this.source = source;
        this.nanoClock = nanoClock;
        batch = new Batch(maxBatch);
    }

    @Override
    public int doWork(Worker worker) {
        if (served != worker) {
            serve(worker);
        }
        int work = source.poll(worker, when.entry(), batch.capacity());
        return work + worker.resume(when.take(batch));
    }

    private void serve(Worker worker) {
        if (served != null) {
            throw new IllegalStateException(
                    "policy program refused, it serves one worker: policy=" + when.name() + ", worker=" + served
                            + ", by=" + worker);
        }
        served = worker;
        worker.carrier().setSlicing(
                new PolicySlicing(when, batch, () -> source.isReady() || !worker.carrier().isIdle(), nanoClock));
    }
}
