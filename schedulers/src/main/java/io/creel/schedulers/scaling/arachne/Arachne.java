package io.creel.schedulers.scaling.arachne;

import io.creel.schedulers.scaling.BusyTime;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/** Up by load factor, down by utilisation with hysteresis. O(workers + queues). */
public final class Arachne implements Scaling {
    /** How often the load is looked at. */
    public static final long PERIOD_NS = 50_000_000;
    /** More runnable ones a core than this add one. */
    public static final double LOAD_FACTOR = 1.5;
    /** Utilisation, in cores, must have fallen by this since the addition. */
    public static final double HYSTERESIS = 0.09;

    private final BusyTime busyTime = new BusyTime();
    /** Busy cores when worker i was added. */
    private double[] busyAtAddition = {};
    private boolean measured;

    /** Begins with one period of looking. */
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
                busyAtAddition[worker] = worker; // never seen: those below it would be full
            }
        }
        double busy = busyTime.look(signals, nowNs);
        int runnable = BusyTime.waiting(signals, queues);
        for (int worker = 0; worker < active; worker++) {
            runnable += signals.holding(worker);
        }
        boolean first = !measured;
        measured = true;
        if (runnable > LOAD_FACTOR * active) {
            if (active < signals.workers()) {
                busyAtAddition[active] = first ? active : busy;
            }
            return active + 1;
        }
        return !first && busy < busyAtAddition[active - 1] - HYSTERESIS ? active - 1 : active;
    }
}
