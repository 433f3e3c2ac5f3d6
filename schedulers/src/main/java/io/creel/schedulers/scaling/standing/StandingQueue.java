package io.creel.schedulers.scaling.standing;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/**
 * Adds a worker if the head of a queue has waited since the last look; otherwise gives back the last workers if they
 * are idle. O(queues + workers).
 */
public final class StandingQueue implements Scaling {
    /** The default of how often queues are looked at, in nanoseconds. */
    public static final long DEFAULT_PERIOD_NS = 5_000;

    private final long periodNs;

    /** Looks every {@value #DEFAULT_PERIOD_NS} ns. */
    public StandingQueue() {
        this(DEFAULT_PERIOD_NS);
    }

    /**
     * Looks at the queues with a period of the caller's.
     *
     * @param periodNs
     *            how often queues are looked at, in nanoseconds, at least 1
     */
    public StandingQueue(long periodNs) {
        if (periodNs < 1) {
            throw new IllegalArgumentException(
                    "standing queue period out of range: periodNs=" + periodNs + ", least=1");
        }
        this.periodNs = periodNs;
    }

    @Override
    public String name() {
        return "standing-queue";
    }

    @Override
    public long periodNs() {
        return periodNs;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        for (int queue = 0; queue < queues; queue++) {
            if (signals.delayNs(queue) >= periodNs) {
                return active + 1; // the head was there at the last look
            }
        }
        int busy = active;
        while (busy > 1 && signals.isIdle(busy - 1)) {
            busy--;
        }
        return busy;
    }

    /** Provides the policy {@code standing-queue} by its name. */
    public static final class Provider extends ScalingProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("standing-queue", "One more worker if the same handle heads a queue at two looks; an idle one goes.",
                    "Shenango",
                    PolicyNumber.time("period", DEFAULT_PERIOD_NS, 1, 3_600_000_000_000L));
        }

        @Override
        public Scaling make(String label, PolicyContext context, PolicyNumbers given) {
            return new StandingQueue(given.get(0));
        }
    }
}
