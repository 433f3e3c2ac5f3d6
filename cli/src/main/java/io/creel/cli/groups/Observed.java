package io.creel.cli.groups;

import io.creel.core.Coroutine;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import java.util.function.LongSupplier;

/** A central queue that notes when worker 1 has begun a handle, for the first time since it was asked to. */
final class Observed implements Where {
    private final Where policy = new Central();
    private final LongSupplier nanoClock;
    /** 0 until the worker has begun a handle. Set to 0 by the sender, to a time by worker 1. */
    private volatile long beganNs;

    Observed(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void forget() {
        beganNs = 0;
    }

    long beganNs() {
        return beganNs;
    }

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public int queues(int workers) {
        return policy.queues(workers);
    }

    @Override
    public void attach(Signals signals) {
        policy.attach(signals);
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        return policy.place(handle, byWorker);
    }

    @Override
    public int next(int worker) {
        return policy.next(worker);
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        return policy.atMost(worker, queue, max);
    }

    @Override
    public boolean waits(int worker) {
        return policy.waits(worker);
    }

    @Override
    public int wake(int queue, int byWorker) {
        return policy.wake(queue, byWorker);
    }

    @Override
    public int wakeAfter(int worker) {
        return policy.wakeAfter(worker);
    }

    @Override
    public boolean accounts() {
        return true;
    }

    @Override
    public void began(int worker, Coroutine handle) {
        if (worker == 1 && beganNs == 0) {
            beganNs = nanoClock.getAsLong();
        }
    }
}
