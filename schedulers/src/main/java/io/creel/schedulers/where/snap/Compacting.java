package io.creel.schedulers.where.snap;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Where;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.ToIntFunction;

/** Uses as few workers as the delay target allows. One engine moves per look, so that the next look sees the effect. */
public final class Compacting extends Engines {
    /** The default upper bound of every engine's queueing delay, in nanoseconds. */
    public static final long DEFAULT_DELAY_TARGET_NS = 50_000;
    /** How often delays and loads are looked at, in nanoseconds. */
    public static final long PERIOD_NS = 10_000;
    /** A worker that is busy for less than this part of its time gives its engines back. */
    public static final double LOW_LOAD = 0.2;
    /** A worker takes engines in only if it will be busy for at most this part of its time. */
    public static final double PACKED_LOAD = 0.7;
    /** The number of looks over which a load is measured. */
    public static final int LOAD_PERIODS = 100;

    private final AtomicIntegerArray workerOf;
    private final long delayTargetNs;
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private long[] busyBeforeNs;
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private double[] loads;
    private long measuredNs;
    private int looks;

    /**
     * Begins with all engines on worker 0.
     *
     * @param engines
     *            the number of engines, at least 1
     * @param engineOf
     *            the engine of a handle, from 0
     * @param delayTargetNs
     *            the upper bound of every engine's queueing delay, in nanoseconds, at least 1
     */
    public Compacting(int engines, ToIntFunction<Coroutine> engineOf, long delayTargetNs) {
        super("compacting", engines, engineOf);
        if (delayTargetNs < 1) {
            throw new IllegalArgumentException(
                    "delay target out of range: delayTargetNs=" + delayTargetNs + ", least=1");
        }
        this.delayTargetNs = delayTargetNs;
        workerOf = new AtomicIntegerArray(engines);
    }

    @Override
    public int queues(int workers) {
        busyBeforeNs = new long[workers];
        loads = new double[workers];
        return super.queues(workers);
    }

    /**
     * {@return the worker that runs an engine now}
     *
     * @param engine
     *            from 0
     */
    public int workerOf(int engine) {
        return workerOf.get(engine);
    }

    @Override
    boolean mayRun(int worker, int engine) {
        return workerOf.get(engine) == worker;
    }

    @Override
    public int wake(int queue, int byWorker) {
        int worker = workerOf.get(queue);
        return signals.isIdle(worker) ? worker : NONE;
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public boolean accounts() {
        return true;
    }

    @Override
    public void rebalance(long nowNs) {
        int worst = 0;
        for (int engine = 1; engine < engines; engine++) {
            worst = signals.delayNs(engine) > signals.delayNs(worst) ? engine : worst;
        }
        boolean measured = ++looks % LOAD_PERIODS == 0;
        if (measured) {
            measure(nowNs);
        }
        if (signals.delayNs(worst) >= delayTargetNs) {
            scaleOut(worst);
        } else if (measured) {
            pack();
        }
    }

    private void measure(long nowNs) {
        long elapsedNs = Math.max(1, nowNs - measuredNs);
        measuredNs = nowNs;
        for (int worker = 0; worker < loads.length; worker++) {
            long busyNs = signals.busyNs(worker);
            loads[worker] = (double) (busyNs - busyBeforeNs[worker]) / elapsedNs;
            busyBeforeNs[worker] = busyNs;
        }
    }

    /** Moves a late engine away from its neighbours: to a worker without engines, or else to one with fewer of them. */
    private void scaleOut(int engine) {
        int from = workerOf.get(engine);
        int best = from;
        for (int worker = 0; worker < signals.active(); worker++) {
            if (enginesOn(worker) < enginesOn(best)) {
                best = worker;
            }
        }
        if (enginesOn(best) + 1 < enginesOn(from)
                || enginesOn(best) == 0 && enginesOn(from) > 1) {
            workerOf.set(engine, best);
        }
    }

    /** Moves the engines of the highest worker with little to do to the lowest worker that has room for them. */
    private void pack() {
        for (int from = loads.length - 1; from > 0; from--) {
            if (enginesOn(from) > 0 && loads[from] < LOW_LOAD) {
                for (int to = 0; to < from; to++) {
                    if (enginesOn(to) > 0 && loads[to] + loads[from] <= PACKED_LOAD) {
                        moveAll(from, to);
                        return;
                    }
                }
            }
        }
    }

    private void moveAll(int from, int to) {
        for (int engine = 0; engine < engines; engine++) {
            workerOf.compareAndSet(engine, from, to);
        }
    }

    private int enginesOn(int worker) {
        int count = 0;
        for (int engine = 0; engine < engines; engine++) {
            count += workerOf.get(engine) == worker ? 1 : 0;
        }
        return count;
    }

    /** Provides the policy {@code compacting} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("compacting",
                    "All engines on one worker; if a queueing delay passes the target, one more worker.",
                    "Snap; the constants are Creel's",
                    PolicyNumber.time("target", DEFAULT_DELAY_TARGET_NS, 1, 3_600_000_000_000L),
                    PolicyNumber.count("engines", PolicyContext.DEFAULT_ENGINES, 1, 1 << 16)
                            .otherwise("4, or the types"));
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Compacting((int) given.orElse(1, context.engines()), context.engine(), given.get(0));
        }
    }
}
