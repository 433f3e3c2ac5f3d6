package io.creel.schedulers.scaling;

import io.creel.schedulers.where.Signals;

/** How many workers' worth of work was done between two looks. One user, one thread at a time. */
public final class BusyTime {
    private long atNs;
    private long busyNs;
    private boolean looked;

    /** Begins with the first look, which sees nothing. */
    public BusyTime() {
    }

    /** Workers that were busy on average since the last look, a fraction among them; 0 at the first. O(workers). */
    public double look(Signals signals, long nowNs) {
        long sumNs = 0;
        for (int worker = 0; worker < signals.workers(); worker++) {
            sumNs += signals.busyNs(worker);
        }
        double busy = looked && nowNs - atNs > 0 ? (double) (sumNs - busyNs) / (nowNs - atNs) : 0;
        looked = true;
        atNs = nowNs;
        busyNs = sumNs;
        return busy;
    }

    /** How many wait, in all queues. O(queues). */
    public static int waiting(Signals signals, int queues) {
        int waiting = 0;
        for (int queue = 0; queue < queues; queue++) {
            waiting += signals.length(queue);
        }
        return waiting;
    }
}
