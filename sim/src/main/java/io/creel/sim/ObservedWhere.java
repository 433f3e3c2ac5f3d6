package io.creel.sim;

import io.creel.core.Coroutine;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;

/** Passes every question on to the policy under test and remembers its answers, so that costs can be charged. */
final class ObservedWhere implements Where {
    private final Where policy;
    private int queues;
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private int[] lastQueue;

    ObservedWhere(Where policy) {
        this.policy = policy;
    }

    /** {@return the queue from which a worker was sent to take last} */
    int lastQueue(int worker) {
        return lastQueue[worker];
    }

    int queues() {
        return queues;
    }

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public int queues(int workers) {
        queues = policy.queues(workers);
        lastQueue = new int[workers];
        return queues;
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
    public void refused(int queue, Coroutine handle) {
        policy.refused(queue, handle);
    }

    @Override
    public void leaves(int queue, Coroutine handle) {
        policy.leaves(queue, handle);
    }

    @Override
    public int next(int worker) {
        int queue = policy.next(worker);
        lastQueue[worker] = queue;
        return queue;
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        return policy.atMost(worker, queue, max);
    }

    @Override
    public int joins(int worker, int queue) {
        return policy.joins(worker, queue);
    }

    @Override
    public int refilledFrom() {
        return policy.refilledFrom();
    }

    @Override
    public int refill(int worker) {
        return policy.refill(worker);
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
    public long periodNs() {
        return policy.periodNs();
    }

    @Override
    public void rebalance(long nowNs) {
        policy.rebalance(nowNs);
    }

    @Override
    public boolean accounts() {
        return policy.accounts();
    }

    @Override
    public void began(int worker, Coroutine handle) {
        policy.began(worker, handle);
    }

    @Override
    public void ran(int worker, int type, long ranNs, boolean finished) {
        policy.ran(worker, type, ranNs, finished);
    }
}
