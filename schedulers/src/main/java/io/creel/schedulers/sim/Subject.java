package io.creel.schedulers.sim;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import java.util.Arrays;

/**
 * What is under test: the production placement with its policies, and what it said. It plays the part of the worker program,
 * {@link io.creel.schedulers.placement.PlacementProgram}, call by call.
 */
final class Subject {
    private final Placement placement;
    private final ObservedWhere where;
    private final boolean perWorker;
    private int[] woken = new int[16];
    private int wokenCount;

    Subject(SimulatedPolicy policy, Environment environment, int queueCapacity) {
        where = new ObservedWhere(policy.where().apply(environment));
        PlacementBuilder builder = Placement.builder(policy.name(), environment.cores(), environment.clock())
                .where(where).when(name -> policy.when().apply(environment, name))
                .types(environment.mix().types().size(), Environment::typeOf).capacity(queueCapacity);
        Scaling scaling = policy.scaling().apply(environment);
        if (scaling != null) {
            builder.scaling(scaling);
        }
        placement = builder.build();
        placement.onWake(this::woken);
        perWorker = where.queues() == environment.cores() && environment.cores() > 1;
    }

    private void woken(int worker) {
        if (wokenCount == woken.length) {
            woken = Arrays.copyOf(woken, 2 * wokenCount);
        }
        woken[wokenCount++] = worker;
    }

    /** The next core that the placement wants to be woken, or -1. */
    int nextWoken() {
        return wokenCount == 0 ? -1 : woken[--wokenCount];
    }

    boolean place(Coroutine handle) {
        return placement.place(handle, Where.NONE);
    }

    int take(int core, Batch batch) {
        int taken = placement.take(core, batch);
        if (taken == Placement.CONTENDED) {
            throw new BrokenInvariantException("queue is left guarded: core=" + core);
        }
        return taken;
    }

    /** Whether a core would find something, and from which queue; -1 where not. */
    int next(int core) {
        return where.next(core);
    }

    /** Whether what a core took last came out of the queue of another. */
    boolean isStolen(int core) {
        return perWorker && where.lastQueue(core) != core;
    }

    int lastQueue(int core) {
        return where.lastQueue(core);
    }

    long quantumNs(int core) {
        return placement.quantumNs(core);
    }

    void begins(int core, Coroutine handle) {
        if (placement.accounts()) {
            placement.began(core, handle);
        }
    }

    void finished(int core) {
        if (placement.accounts()) {
            placement.finished(core);
        } else {
            placement.finished(core, 1);
        }
    }

    /** Whether what runs on a core and has used up its quantum is to make room. */
    boolean expires(Core core) {
        return !core.batch.isEmpty() || placement.expires(core.index, core.running.handle);
    }

    /** Returns whether the handle has found a place; otherwise it runs on. */
    boolean preempted(int core, Coroutine handle) {
        return placement.preempted(core, handle);
    }

    void maintain() {
        placement.maintain();
    }

    long periodNs() {
        return placement.periodNs();
    }

    int active() {
        return placement.signals().active();
    }

    int queues() {
        return placement.queues();
    }

    When when(int queue) {
        return placement.when(queue);
    }

    Signals signals() {
        return placement.signals();
    }

    /** How many handles wait, over all queues. */
    long waiting() {
        long waiting = 0;
        for (int queue = 0; queue < placement.queues(); queue++) {
            waiting += placement.signals().length(queue);
        }
        return waiting;
    }
}
