package io.creel.schedulers.scaling;

import io.creel.schedulers.where.Signals;

/** Measures how many workers' worth of work was done between two looks. Belongs to one policy; not thread-safe. */
public final class BusyTime {
    private long atNs;
    private long busyNs;
    private boolean looked;

    /** Makes a measurement; its first look returns 0. */
    public BusyTime() {
    }

    /**
     * Returns how many workers were busy on average since the last look, with fractions; 0 at the first look.
     * O(workers).
     *
     * @param signals
     *            of the placement, always the same object
     * @param nowNs
     *            the time in nanoseconds, of the placement's clock
     * @return from 0 to the number of workers
     */
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

    /**
     * Returns how many handles wait in all queues. O(queues).
     *
     * @param signals
     *            of the placement
     * @param queues
     *            the number of queues
     * @return a moment's estimate
     */
    public static int waiting(Signals signals, int queues) {
        int waiting = 0;
        for (int queue = 0; queue < queues; queue++) {
            waiting += signals.length(queue);
        }
        return waiting;
    }
}
