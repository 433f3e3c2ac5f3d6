package io.creel.schedulers.scaling.ix;

import io.creel.schedulers.scaling.BusyTime;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/** Up on a fast average, down on a slow one. O(workers + queues). */
public final class IxElastic implements Scaling {
    /** How often queues are looked at. */
    public static final long PERIOD_NS = 100_000_000;
    /** Above this fast average one is added. */
    public static final double UP_QUEUE = 32;
    /** Below this slow average one may be given back. */
    public static final double DOWN_QUEUE = 8;
    /** At the earliest so long after an addition the next. */
    public static final long UP_AFTER_UP_NS = 200_000_000;
    /** At the earliest so long after a removal an addition. */
    public static final long UP_AFTER_DOWN_NS = 2_000_000_000;
    /** The idle part must exceed the share of one worker so many times. */
    public static final double IDLE_SHARES = 1.2;
    /** For so long there must have been reason to give one back. */
    public static final long DOWN_NS = 4_000_000_000L;

    private static final double FAST = 0.5;
    private static final double SLOW = 0.0625;

    private final BusyTime busyTime = new BusyTime();
    private double fast;
    private double slow;
    private boolean measured;
    private boolean hasChanged;
    private boolean lastWasUp;
    private long changedNs;
    private long idleSinceNs;

    /** Begins with averages of 0. */
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
        int waiting = BusyTime.waiting(signals, queues);
        fast += (waiting - fast) * FAST;
        slow += (waiting - slow) * SLOW;
        double idle = 1 - busyTime.look(signals, nowNs) / active;
        boolean canDown = measured && slow < DOWN_QUEUE && idle > IDLE_SHARES / active;
        measured = true;
        if (!canDown) {
            idleSinceNs = nowNs;
        }
        if (fast > UP_QUEUE && mayAdd(nowNs)) {
            return changed(true, active < signals.workers(), active + 1, nowNs);
        }
        if (canDown && nowNs - idleSinceNs >= DOWN_NS) {
            return changed(false, active > 1, active - 1, nowNs);
        }
        return active;
    }

    private boolean mayAdd(long nowNs) {
        return !hasChanged || nowNs - changedNs >= (lastWasUp ? UP_AFTER_UP_NS : UP_AFTER_DOWN_NS);
    }

    private int changed(boolean up, boolean possible, int to, long nowNs) {
        if (possible) {
            hasChanged = true;
            lastWasUp = up;
            changedNs = nowNs;
            idleSinceNs = nowNs;
        }
        return to;
    }
}
