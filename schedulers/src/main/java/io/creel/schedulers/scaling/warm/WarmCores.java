package io.creel.schedulers.scaling.warm;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/** Keeps as many workers active as are busy, plus a fixed number. O(workers). */
public final class WarmCores implements Scaling {
    /** How often busy workers are counted, in nanoseconds. */
    public static final long PERIOD_NS = 5_000;

    private final int warm;

    /**
     * Keeps workers warm.
     *
     * @param warm
     *            how many idle workers stay active, at least 0
     */
    public WarmCores(int warm) {
        if (warm < 0) {
            throw new IllegalArgumentException("warm cores out of range: warm=" + warm + ", least=0");
        }
        this.warm = warm;
    }

    @Override
    public String name() {
        return "warm-cores";
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        int busy = 0;
        int waiting = 0;
        for (int worker = 0; worker < signals.workers(); worker++) {
            busy += signals.holding(worker) > 0 ? 1 : 0;
        }
        for (int queue = 0; queue < queues; queue++) {
            waiting += signals.length(queue);
        }
        return (int) Math.min(Integer.MAX_VALUE, (long) busy + waiting + warm);
    }

    /** Provides the policy {@code warm-cores} by its name. */
    public static final class Provider extends ScalingProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("warm-cores", "A fixed number of idle workers stays active beside the busy ones.",
                    "the talk",
                    PolicyNumber.count("idle", 1, 0, Integer.MAX_VALUE));
        }

        @Override
        public Scaling make(String label, PolicyContext context, PolicyNumbers given) {
            return new WarmCores(given.getInt(0));
        }
    }
}
