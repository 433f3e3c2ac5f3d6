package io.creel.sim.replay;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.where.Signals;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Passes on everything a policy sees: from the world and into a record, or out of a record. */
abstract class PolicyInputs implements Signals {
    /** {@return a value; signals have a number, hints have a handle, others have neither} */
    abstract long see(PolicyObservation what, int number, @Nullable Coroutine handle);

    private long see(PolicyObservation what, int number) {
        return see(what, number, null);
    }

    final PolicyContext context(int types) {
        RandomGenerator random = () -> see(PolicyObservation.RANDOM, 0); // all other random numbers are derived from this one
        return PolicyContext.of(random, () -> see(PolicyObservation.CLOCK_NS, 0))
                .withTypes(types, handle -> (int) see(PolicyObservation.TYPE, 0, handle))
                .withEngine(handle -> (int) see(PolicyObservation.ENGINE, 0, handle))
                .withFlow(handle -> see(PolicyObservation.FLOW, 0, handle))
                .withDeadline(handle -> see(PolicyObservation.DEADLINE_NS, 0, handle))
                .withBytes(handle -> see(PolicyObservation.BYTES, 0, handle));
    }

    @Override
    public final int workers() {
        return (int) see(PolicyObservation.WORKERS, 0);
    }

    @Override
    public final int active() {
        return (int) see(PolicyObservation.ACTIVE, 0);
    }

    @Override
    public final long nowNs() {
        return see(PolicyObservation.NOW_NS, 0);
    }

    @Override
    public final int length(int queue) {
        return (int) see(PolicyObservation.LENGTH, queue);
    }

    @Override
    public final long delayNs(int queue) {
        return see(PolicyObservation.DELAY_NS, queue);
    }

    @Override
    public final boolean isIdle(int worker) {
        return see(PolicyObservation.IS_IDLE, worker) != 0;
    }

    @Override
    public final int idle(int from) {
        return (int) see(PolicyObservation.IDLE, from);
    }

    @Override
    public final int holding(int worker) {
        return (int) see(PolicyObservation.HOLDING, worker);
    }

    @Override
    public final int running(int worker) {
        return (int) see(PolicyObservation.RUNNING, worker);
    }

    @Override
    public final long runningSinceNs(int worker) {
        return see(PolicyObservation.RUNNING_SINCE_NS, worker);
    }

    @Override
    public final long served(int worker) {
        return see(PolicyObservation.SERVED, worker);
    }

    @Override
    public final long busyNs(int worker) {
        return see(PolicyObservation.BUSY_NS, worker);
    }

    @Override
    public final long finished(int type) {
        return see(PolicyObservation.FINISHED, type);
    }

    @Override
    public final long serviceNs(int type) {
        return see(PolicyObservation.SERVICE_NS, type);
    }
}
