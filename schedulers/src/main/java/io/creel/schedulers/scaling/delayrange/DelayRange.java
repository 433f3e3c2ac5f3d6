package io.creel.schedulers.scaling.delayrange;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/** Keeps the average queueing delay between two bounds. Only idle workers are given back. O(queues). */
public final class DelayRange implements Scaling {
    /** How often delays are looked at, in nanoseconds. */
    public static final long PERIOD_NS = 5_000;
    /** From this average delay on, in nanoseconds, a worker is added. */
    public static final long ADD_NS = 4_000;
    /** Up to this average delay, in nanoseconds, the last worker is given back, if it is idle. */
    public static final long GIVE_BACK_NS = 1_000;

    private boolean heldOff;

    /** Makes the policy; no hold-off precedes its first decision. */
    public DelayRange() {
    }

    @Override
    public String name() {
        return "delay-range";
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        if (heldOff) {
            heldOff = false;
            return active;
        }
        long sumNs = 0;
        for (int queue = 0; queue < queues; queue++) {
            sumNs += signals.delayNs(queue);
        }
        long averageNs = sumNs / Math.min(queues, active);
        if (averageNs >= ADD_NS) {
            heldOff = active < signals.workers();
            return active + 1;
        }
        heldOff = averageNs <= GIVE_BACK_NS && active > 1 && signals.isIdle(active - 1);
        return heldOff ? active - 1 : active;
    }

    /** Provides the policy {@code delay-range} by its name. */
    public static final class Provider extends ScalingProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("delay-range", "One more worker from 4 us of average delay, one fewer up to 1 us.",
                    "McClure et al., NSDI 2022");
        }

        @Override
        public Scaling make(String label, PolicyContext context, PolicyNumbers given) {
            return new DelayRange();
        }
    }
}
