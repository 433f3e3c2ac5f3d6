package io.creel.schedulers.where.snap;

import io.creel.core.Coroutine;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * The common part of the three modes: a queue per engine, and turns among the engines a worker may run. Placing is
 * O(1), taking O(engines).
 */
abstract sealed class Engines implements Where permits Dedicating, Spreading, Compacting {
    static final int PAD = 16;

    final int engines;
    private final String name;
    private final ToIntFunction<Coroutine> engineOf;
    Signals signals;
    /** The engine each worker ran last; written by that worker. */
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    int[] last;

    Engines(String name, int engines, ToIntFunction<Coroutine> engineOf) {
        if (engines < 1) {
            throw new IllegalArgumentException("engines out of range: engines=" + engines + ", least=1");
        }
        this.name = name;
        this.engines = engines;
        this.engineOf = Objects.requireNonNull(engineOf, "engineOf");
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public int queues(int workers) {
        last = new int[workers * PAD];
        return engines;
    }

    @Override
    public void attach(Signals given) {
        signals = given;
    }

    @Override
    public final int place(Coroutine handle, int byWorker) {
        return Math.floorMod(engineOf.applyAsInt(handle), engines);
    }

    /** {@return whether a worker may run an engine now} */
    abstract boolean mayRun(int worker, int engine);

    /** {@return the next engine with work that a worker may run; the engine it ran last comes last} */
    final int turn(int worker) {
        int engine = last[worker * PAD];
        for (int i = 0; i < engines; i++) {
            engine = engine + 1 == engines ? 0 : engine + 1;
            if (signals.length(engine) > 0 && mayRun(worker, engine)) {
                return engine;
            }
        }
        return NONE;
    }

    @Override
    public int next(int worker) {
        int engine = turn(worker);
        if (engine != NONE) {
            last[worker * PAD] = engine;
        }
        return engine;
    }

    @Override
    public boolean waits(int worker) {
        return turn(worker) != NONE;
    }
}
