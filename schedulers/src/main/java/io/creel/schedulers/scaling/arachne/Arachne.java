package io.creel.schedulers.scaling.arachne;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
import io.creel.schedulers.scaling.BusyTime;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;

/** Up by load factor, down by utilisation with hysteresis. O(workers + queues). */
public final class Arachne implements Scaling {
    /** How often those that wait are counted. */
    public static final long PERIOD_NS = 1_000_000;
    /** How many counts make an interval, at whose end it decides. */
    public static final int INTERVAL_COUNTS = 50;
    /** More runnable ones a core than this, on average over an interval, add one. */
    public static final double LOAD_FACTOR = 1.5;
    /** Utilisation, in cores, must have fallen by this since the addition. */
    public static final double HYSTERESIS = 0.09;
    /** Utilisation below this, in cores, counts as none. */
    public static final double NONE_BUSY = 0.01;

    private final BusyTime busyTime = new BusyTime();
    /** Busy cores when worker i was added. */
    private double[] busyAtAddition = {};
    /** Counted in this interval: runnable, but not running. */
    private long waited;
    private int counts;
    private boolean measured;

    /** Begins with one interval of looking. */
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
                busyAtAddition[worker] = worker; // never added: those below it would be full
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

    /** How many workers have taken and do not run yet. */
    private static int heldBack(Signals signals) {
        int held = 0;
        for (int worker = 0; worker < signals.workers(); worker++) {
            held += Math.max(0, signals.holding(worker) - (signals.running(worker) == Where.NONE ? 0 : 1));
        }
        return held;
    }

    /** Makes it by its name, {@code arachne}. */
    public static final class Provider extends ScalingProvider {
        /** For {@link java.util.ServiceLoader}. */
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
