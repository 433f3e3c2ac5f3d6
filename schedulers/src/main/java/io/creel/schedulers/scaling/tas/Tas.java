package io.creel.schedulers.scaling.tas;

import io.creel.schedulers.scaling.BusyTime;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/** Keeps between 0.2 and 1.25 cores idle. O(workers). */
public final class Tas implements Scaling {
    /** How often idle time is measured. */
    public static final long PERIOD_NS = 10_000_000;
    /** Fewer idle cores than this add one. */
    public static final double ADD_IDLE = 0.2;
    /** More idle cores than this give one back. */
    public static final double GIVE_BACK_IDLE = 1.25;
    /** How many rounds after a change nothing changes. */
    public static final int HOLD_OFF_ROUNDS = 10;

    private static final double OLD = 7.0 / 8;

    private final BusyTime busyTime = new BusyTime();
    private double idle;
    private boolean measured;
    private boolean averaged;
    private int holdOff;

    /** Begins with one period of looking. */
    public Tas() {
    }

    @Override
    public String name() {
        return "tas";
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        double now = active - busyTime.look(signals, nowNs);
        if (!measured) {
            measured = true;
            return active;
        }
        idle = averaged ? idle * OLD + now * (1 - OLD) : now;
        averaged = true;
        if (holdOff > 0) {
            holdOff--;
            return active;
        }
        int wanted = idle < ADD_IDLE ? active + 1 : idle > GIVE_BACK_IDLE ? active - 1 : active;
        if (wanted != active && wanted >= 1 && wanted <= signals.workers()) {
            holdOff = HOLD_OFF_ROUNDS;
        }
        return wanted;
    }
}
