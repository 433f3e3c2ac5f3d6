package io.creel.schedulers.scaling.ix;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
import io.creel.schedulers.scaling.BusyTime;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/**
 * Adds workers by the longest queue on a fast average, and removes them by the average queue on a slow one. O(workers +
 * queues).
 */
public final class IxElastic implements Scaling {
    /** How often queues are looked at, in nanoseconds. */
    public static final long PERIOD_NS = 10_000_000;
    /** How many looks precede a decision. */
    public static final int LOOKS = 10;
    /** If the longest queue is above this, a worker is added. */
    public static final double UP_QUEUE = 32;
    /** If the average queue is below this, a worker may be given back. */
    public static final double DOWN_QUEUE = 8;
    /** The least time from an addition to the next addition, in nanoseconds. */
    public static final long UP_AFTER_UP_NS = 200_000_000;
    /** The least time from a removal to the next addition, in nanoseconds. */
    public static final long UP_AFTER_DOWN_NS = 2_000_000_000;
    /** A worker is given back only if the idle part is more than this times the share of one worker. */
    public static final double IDLE_SHARES = 1.2;
    /** The least time from any change to the next removal, in nanoseconds. */
    public static final long DOWN_NS = 4_000_000_000L;

    private static final double FAST = 0.5;
    private static final double SLOW = 0.125;

    private final BusyTime busyTime = new BusyTime();
    private double[] fast = {};
    private double[] slow = {};
    private double idle;
    private int looks;
    private boolean began;
    private long upNs;
    private long downNs;

    /** Makes the policy; its averages begin at 0. */
    public IxElastic() {
    }

    @Override
    public String name() {
        return "ix-elastic";
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        double busy = busyTime.look(signals, nowNs);
        if (!began) {
            began = true;
            fast = new double[queues];
            slow = new double[queues];
            upNs = nowNs;
            downNs = nowNs - UP_AFTER_DOWN_NS; // no removal yet
        } else {
            idle += (1 - busy / active - idle) * FAST;
        }
        for (int queue = 0; queue < queues; queue++) {
            int length = signals.length(queue);
            fast[queue] += (length - fast[queue]) * FAST;
            slow[queue] += (length - slow[queue]) * SLOW;
        }
        return ++looks % LOOKS == 0 ? decide(signals, active, nowNs) : active;
    }

    private int decide(Signals signals, int active, long nowNs) {
        double longest = 0;
        double sum = 0;
        for (int queue = 0; queue < fast.length; queue++) {
            longest = Math.max(longest, fast[queue]);
            sum += slow[queue];
        }
        if (longest > UP_QUEUE && active < signals.workers() && nowNs - upNs >= UP_AFTER_UP_NS
                && nowNs - downNs >= UP_AFTER_DOWN_NS) {
            upNs = nowNs;
            return active + 1;
        }
        if (sum / Math.min(fast.length, active) < DOWN_QUEUE && idle > IDLE_SHARES / active && active > 1
                && nowNs - upNs >= DOWN_NS && nowNs - downNs >= DOWN_NS) {
            downNs = nowNs;
            return active - 1;
        }
        return active;
    }

    /** Provides the policy {@code ix-elastic} by its name. */
    public static final class Provider extends ScalingProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("ix-elastic", "One more worker by the longest queue, one fewer by the average one, within seconds.",
                    "IX");
        }

        @Override
        public Scaling make(String label, PolicyContext context, PolicyNumbers given) {
            return new IxElastic();
        }
    }
}
