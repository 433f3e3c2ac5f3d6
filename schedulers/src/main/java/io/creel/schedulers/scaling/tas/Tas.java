package io.creel.schedulers.scaling.tas;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
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
    /** In this round after a change, or after the first look, the next one is possible. */
    public static final int HOLD_OFF_ROUNDS = 10;

    private static final double NEW = 1.0 / 8;

    private final BusyTime busyTime = new BusyTime();
    /** Average of busy workers, times {@link #weight}, which makes up for what the average began with. */
    private double busy;
    private double weight;
    private boolean measured;
    private int round;

    /** Begins with one period of looking, and holds off after it. */
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
        double now = busyTime.look(signals, nowNs);
        if (!measured) {
            measured = true;
            return active;
        }
        busy += (now - busy) * NEW;
        weight += (1 - weight) * NEW;
        if (++round < HOLD_OFF_ROUNDS) {
            return active;
        }
        double idle = active - busy / weight;
        int wanted = active > 1 && idle > GIVE_BACK_IDLE
                ? active - 1
                : active < signals.workers() && idle < ADD_IDLE ? active + 1 : active;
        if (wanted != active) {
            round = 0;
        }
        return wanted;
    }

    /** Makes it by its name, {@code tas}. */
    public static final class Provider extends ScalingProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Provider() {
            super("tas", "One more worker below 0.2 idle cores, one fewer above 1.25, every 10 ms.",
                    "TAS");
        }

        @Override
        public Scaling make(String label, PolicyContext context, PolicyNumbers given) {
            return new Tas();
        }
    }
}
