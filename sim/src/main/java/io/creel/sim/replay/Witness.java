package io.creel.sim.replay;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.where.Signals;
import java.util.random.RandomGenerator;

/** Passes on everything a policy sees: from the world and into a record, or out of a record. */
abstract class Witness implements Signals {
    /** {@return a value; signals have a number, hints have a handle, others have neither} */
    abstract long see(Seen what, int number, Coroutine handle);

    private long see(Seen what, int number) {
        return see(what, number, null);
    }

    final PolicyContext context(int types) {
        RandomGenerator random = () -> see(Seen.RANDOM, 0); // all other random numbers are derived from this one
        return PolicyContext.of(random, () -> see(Seen.CLOCK_NS, 0))
                .withTypes(types, handle -> (int) see(Seen.TYPE, 0, handle))
                .withEngine(handle -> (int) see(Seen.ENGINE, 0, handle))
                .withFlow(handle -> see(Seen.FLOW, 0, handle)).withDeadline(handle -> see(Seen.DEADLINE_NS, 0, handle))
                .withBytes(handle -> see(Seen.BYTES, 0, handle));
    }

    @Override
    public final int workers() {
        return (int) see(Seen.WORKERS, 0);
    }

    @Override
    public final int active() {
        return (int) see(Seen.ACTIVE, 0);
    }

    @Override
    public final long nowNs() {
        return see(Seen.NOW_NS, 0);
    }

    @Override
    public final int length(int queue) {
        return (int) see(Seen.LENGTH, queue);
    }

    @Override
    public final long delayNs(int queue) {
        return see(Seen.DELAY_NS, queue);
    }

    @Override
    public final boolean isIdle(int worker) {
        return see(Seen.IS_IDLE, worker) != 0;
    }

    @Override
    public final int idle(int from) {
        return (int) see(Seen.IDLE, from);
    }

    @Override
    public final int holding(int worker) {
        return (int) see(Seen.HOLDING, worker);
    }

    @Override
    public final int running(int worker) {
        return (int) see(Seen.RUNNING, worker);
    }

    @Override
    public final long runningSinceNs(int worker) {
        return see(Seen.RUNNING_SINCE_NS, worker);
    }

    @Override
    public final long served(int worker) {
        return see(Seen.SERVED, worker);
    }

    @Override
    public final long busyNs(int worker) {
        return see(Seen.BUSY_NS, worker);
    }

    @Override
    public final long finished(int type) {
        return see(Seen.FINISHED, type);
    }

    @Override
    public final long serviceNs(int type) {
        return see(Seen.SERVICE_NS, type);
    }
}
