package io.creel.schedulers.scaling.arachne;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
import io.creel.schedulers.scaling.BusyTime;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;

/** Adds workers by load factor and removes them by utilisation, with hysteresis. O(workers + queues). */
public final class Arachne implements Scaling {
    /** How often waiting handles are counted, in nanoseconds. */
    public static final long PERIOD_NS = 1_000_000;
    /** The number of counts in an interval; the policy decides at the end of each interval. */
    public static final int INTERVAL_COUNTS = 50;
    /** If more handles per core than this are runnable, on average over an interval, a worker is added. */
    public static final double LOAD_FACTOR = 1.5;
    /** By how much utilisation, in cores, must have fallen since the addition before the worker is given back. */
    public static final double HYSTERESIS = 0.09;
    /** Utilisation below this, in cores, counts as 0. */
    public static final double NONE_BUSY = 0.01;

    private final BusyTime busyTime = new BusyTime();
    /** How many cores were busy when worker i was added. */
    private double[] busyAtAddition = {};
    /** Handles counted in this interval that were runnable but not running. */
    private long waited;
    private int counts;
    private boolean measured;

    /** Makes the policy; its first interval only measures. */
    public Arachne() {
    }

    @Override
    public String name() {
        return "arachne";
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        if (busyAtAddition.length == 0) {
            busyAtAddition = new double[signals.workers()];
            for (int worker = 0; worker < busyAtAddition.length; worker++) {
                busyAtAddition[worker] = worker; // never added: as if the workers below it had been full
            }
            busyTime.look(signals, nowNs);
            return active;
        }
        waited += BusyTime.waiting(signals, queues) + heldBack(signals);
        if (++counts < INTERVAL_COUNTS) {
            return active;
        }
        double busy = busyTime.look(signals, nowNs);
        double runnable = busy + (double) waited / counts;
        waited = 0;
        counts = 0;
        if (!measured) {
            measured = true;
            return active;
        }
        if (runnable > LOAD_FACTOR * active && active < signals.workers()) {
            busyAtAddition[active] = busy;
            return active + 1;
        }
        return busy < Math.max(NONE_BUSY, busyAtAddition[active - 1] - HYSTERESIS) ? active - 1 : active;
    }

    /** {@return how many handles workers have taken and do not run yet} */
    private static int heldBack(Signals signals) {
        int held = 0;
        for (int worker = 0; worker < signals.workers(); worker++) {
            held += Math.max(0, signals.holding(worker) - (signals.running(worker) == Where.NONE ? 0 : 1));
        }
        return held;
    }

    /** Provides the policy {@code arachne} by its name. */
    public static final class Provider extends ScalingProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("arachne",
                    "One more worker above 1.5 runnable handles per worker, one fewer by utilisation, every 50 ms.",
                    "Arachne");
        }

        @Override
        public Scaling make(String label, PolicyContext context, PolicyNumbers given) {
            return new Arachne();
        }
    }
}
