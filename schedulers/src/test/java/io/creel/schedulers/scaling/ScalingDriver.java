package io.creel.schedulers.scaling;

import io.creel.schedulers.where.Signals;
import java.util.Arrays;

/** Signals that a test sets, and a policy that is asked once per period. */
public final class ScalingDriver implements Signals {
    public final int[] lengths;
    public final long[] delaysNs;
    public final int[] holding;
    public final long[] busyNs;
    public final long[] served;
    public final boolean[] idle;
    public int active;
    public long nowNs;
    private final Scaling scaling;

    public ScalingDriver(Scaling scaling, int workers, int queues, int active) {
        this.scaling = scaling;
        this.active = active;
        lengths = new int[queues];
        delaysNs = new long[queues];
        holding = new int[workers];
        busyNs = new long[workers];
        served = new long[workers];
        idle = new boolean[workers];
    }

    /** One period with that many workers' worth of work; returns how many workers are active then. */
    public int look(double busy) {
        nowNs += scaling.periodNs();
        busyNs[0] += Math.round(busy * scaling.periodNs());
        active = Math.clamp(scaling.active(this, lengths.length, active, nowNs), 1, holding.length);
        return active;
    }

    public int looks(int count, double busy) {
        for (int i = 0; i < count; i++) {
            look(busy);
        }
        return active;
    }

    public ScalingDriver waiting(int each) {
        Arrays.fill(lengths, each);
        return this;
    }

    public ScalingDriver delayed(long eachNs) {
        Arrays.fill(delaysNs, eachNs);
        return this;
    }

    @Override
    public int workers() {
        return holding.length;
    }

    @Override
    public int active() {
        return active;
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public int length(int queue) {
        return lengths[queue];
    }

    @Override
    public long delayNs(int queue) {
        return delaysNs[queue];
    }

    @Override
    public boolean isIdle(int worker) {
        return idle[worker];
    }

    @Override
    public int idle(int from) {
        throw new UnsupportedOperationException("a scaling wakes no worker");
    }

    @Override
    public int holding(int worker) {
        return holding[worker];
    }

    @Override
    public int running(int worker) {
        return holding[worker] > 0 ? 0 : -1;
    }

    @Override
    public long runningSinceNs(int worker) {
        return 0;
    }

    @Override
    public long served(int worker) {
        return served[worker];
    }

    @Override
    public long busyNs(int worker) {
        return busyNs[worker];
    }

    @Override
    public long finished(int type) {
        return 0;
    }

    @Override
    public long serviceNs(int type) {
        return 0;
    }
}
