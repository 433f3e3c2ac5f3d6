package io.creel.schedulers.scaling.utilrange;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.ScalingProvider;
import io.creel.schedulers.scaling.BusyTime;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/**
 * Keeps the utilisation of the active workers between two bounds. Only idle workers are given back. O(workers).
 *
 * <p>
 * The bounds are those of the source. Under a constant load of at least {@value #LEAST_LOAD_AT_REST} workers' worth of
 * work, the number of workers settles. Below that, there are loads (.95 to 1.5, 1.9 to 2.25, 2.85 to 3) that no number
 * of workers brings between the bounds, and the number of workers oscillates.
 */
public final class UtilisationRange implements Scaling {
    /** How often utilisation is measured, in nanoseconds. */
    public static final long PERIOD_NS = 5_000;
    /** Above this utilisation a worker is added. */
    public static final double MOST = 0.95;
    /** Up to this utilisation the last worker is given back, if it is idle. */
    public static final double LEAST = 0.75;
    /** From how many workers' worth of work on the number of workers settles. */
    public static final int LEAST_LOAD_AT_REST = 3;

    private final BusyTime busyTime = new BusyTime();
    private boolean measured;
    private boolean heldOff;

    /** Makes the policy; its first period only measures. */
    public UtilisationRange() {
    }

    @Override
    public String name() {
        return "utilisation-range";
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        double utilisation = busyTime.look(signals, nowNs) / active;
        if (!measured) {
            measured = true;
            return active;
        }
        if (heldOff) {
            heldOff = false;
            return active;
        }
        if (utilisation > MOST) {
            heldOff = active < signals.workers();
            return active + 1;
        }
        heldOff = utilisation <= LEAST && active > 1 && signals.isIdle(active - 1);
        return heldOff ? active - 1 : active;
    }

    /** Provides the policy {@code utilisation-range} by its name. */
    public static final class Provider extends ScalingProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("utilisation-range", "One more worker above 95 % utilisation, one fewer up to 75 %.",
                    "McClure et al., NSDI 2022");
        }

        @Override
        public Scaling make(String label, PolicyContext context, PolicyNumbers given) {
            return new UtilisationRange();
        }
    }
}
