package io.creel.schedulers.scaling.standing;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/** One more where a head has waited since the last look, one fewer where the last worker is idle. O(queues). */
public final class StandingQueue implements Scaling {
    /** How often queues are looked at. */
    public static final long PERIOD_NS = 5_000;

    /** Keeps no state. */
    public StandingQueue() {
    }

    @Override
    public String name() {
        return "standing-queue";
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        for (int queue = 0; queue < queues; queue++) {
            if (signals.delayNs(queue) >= PERIOD_NS) {
                return active + 1; // it was there at the last look
            }
        }
        return signals.isIdle(active - 1) ? active - 1 : active;
    }
}
