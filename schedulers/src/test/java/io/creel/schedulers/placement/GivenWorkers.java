package io.creel.schedulers.placement;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Signals;

/** Makes as many workers active as a test says, at the next look. */
class GivenWorkers implements Scaling {
    volatile int target;

    GivenWorkers(int target) {
        this.target = target;
    }

    @Override
    public String name() {
        return "given";
    }

    @Override
    public long periodNs() {
        return 1;
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        return target;
    }

    /** Decides on the calling thread; a decision of another thread that is under way ends first. */
    void become(int next, Placement placement) {
        target = next;
        while (placement.signals().active() != next) {
            placement.maintain();
            Thread.onSpinWait();
        }
    }
}
