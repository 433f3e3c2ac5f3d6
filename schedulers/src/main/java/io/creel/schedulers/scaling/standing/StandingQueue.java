package io.creel.schedulers.scaling.standing;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/**
 * One more where a head has waited since the last look; otherwise the last ones that are idle go. O(queues + workers).
 */
public final class StandingQueue implements Scaling {
    /** How often queues are looked at, unless told otherwise. */
    public static final long DEFAULT_PERIOD_NS = 5_000;

    private final long periodNs;

    /** Looks every {@value #DEFAULT_PERIOD_NS} ns. */
    public StandingQueue() {
        this(DEFAULT_PERIOD_NS);
    }

    /**
     * Looks less often, or more.
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
                return active + 1; // it was there at the last look
            }
        }
        int busy = active;
        while (busy > 1 && signals.isIdle(busy - 1)) {
            busy--;
        }
        return busy;
    }

    /** Makes it by its name, {@code standing-queue}. */
    public static final class Provider extends ScalingProvider {
        /** For {@link java.util.ServiceLoader}. */
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
