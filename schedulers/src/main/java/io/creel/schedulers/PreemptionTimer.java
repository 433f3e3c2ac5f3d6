package io.creel.schedulers;

import io.creel.core.Carrier;

/**
 * Preempts coroutines that have run for a quantum at their next checkpoint, if other work waits. The coroutines read no
 * clock: the timer measures time, once per period for all workers.
 *
 * <p>
 * It has no thread of its own. A thread that is no worker's, or the cycle of a dispatcher, calls {@link #check} every
 * period. A run is asked to end at the earliest one quantum after it began, and at the latest one period later. Whether
 * the waiting work justifies a preemption is decided by the {@code When}, as at the end of a policy's own quantum:
 * {@code fifo} never preempts.
 *
 * <pre>{@code
 * var preemption = new PreemptionTimer(group, 20_000);
 * while (running) {
 *     preemption.check(System.nanoTime());
 *     LockSupport.parkNanos(5_000);
 * }
 * }</pre>
 *
 * <p>
 * Source: the dispatcher of Concord, which sets a flag that its workers poll (Iyer et al., SOSP 2023).
 */
public final class PreemptionTimer {
    private final Carrier[] carriers;
    private final long[] runs;
    private final long[] sinceNs;
    private final long quantumNs;

    /**
     * Makes a timer.
     *
     * @param group
     *            its workers are checked
     * @param quantumNs
     *            how long a coroutine may run while others wait, in nanoseconds, at least 1
     */
    public PreemptionTimer(WorkerGroup group, long quantumNs) {
        if (quantumNs < 1) {
            throw new IllegalArgumentException(
                    "quantum must be at least 1: group=" + group + ", quantumNs=" + quantumNs);
        }
        this.quantumNs = quantumNs;
        carriers = new Carrier[group.size()];
        for (int i = 0; i < carriers.length; i++) {
            carriers[i] = group.worker(i).carrier();
        }
        runs = new long[carriers.length];
        sinceNs = new long[carriers.length];
    }

    /**
     * Looks at every worker, and asks overdue runs to end; asks again if an earlier request had no effect. O(workers);
     * allocates nothing, does not block.
     *
     * @param nowNs
     *            the time in nanoseconds, of any clock that only goes forward, always the same one; may wrap
     * @return how many runs are over their quantum
     */
    public int check(long nowNs) {
        int over = 0;
        for (int i = 0; i < carriers.length; i++) {
            long run = carriers[i].counters().resumed();
            if (run != runs[i]) {
                runs[i] = run;
                sinceNs[i] = nowNs;
            } else if (nowNs - sinceNs[i] >= quantumNs && carriers[i].running() != null) {
                carriers[i].preempt(run);
                over++;
            }
        }
        return over;
    }
}
