package io.creel.schedulers.scaling.tas;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
import io.creel.schedulers.scaling.BusyTime;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/** Keeps between 0.2 and 1.25 cores idle. O(workers). */
public final class Tas implements Scaling {
    /** How often idle time is measured, in nanoseconds. */
    public static final long PERIOD_NS = 10_000_000;
    /** If fewer cores than this are idle, one worker is added. */
    public static final double ADD_IDLE = 0.2;
    /** If more cores than this are idle, one worker is given back. */
    public static final double GIVE_BACK_IDLE = 1.25;
    /** The next change is possible in this round after a change, or after the first look. */
    public static final int HOLD_OFF_ROUNDS = 10;

    private static final double NEW = 1.0 / 8;

    private final BusyTime busyTime = new BusyTime();
    /** The running average of busy workers, times {@link #weight}, which makes up for the average's start at 0. */
    private double busy;
    private double weight;
    private boolean measured;
    private int round;

    /** Makes the policy; its first period only measures, and a hold-off follows. */
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

    /** Provides the policy {@code tas} by its name. */
    public static final class Provider extends ScalingProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
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
