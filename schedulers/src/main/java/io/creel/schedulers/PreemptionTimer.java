package io.creel.schedulers;

import io.creel.core.Carrier;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * Preempts coroutines that have run for a quantum at their next checkpoint or poll, if other work waits. The coroutines
 * read no clock: the timer measures time, once per period for all workers.
 *
 * <p>
 * It has no thread of its own. A thread that is no worker's, or the cycle of a dispatcher, calls {@link #check} every
 * period. A run is asked to end at the earliest one quantum after it began, and at the latest one period later. Whether
 * the waiting work justifies a preemption is decided by the {@code When}, as at the end of a policy's own quantum:
 * {@code fifo} never preempts.
 *
 * <p>
 * <b>Polls.</b> A request raises the word that all woven polls of the process read, and a raised word makes all of them
 * slow. A worker that polls lowers it within nanoseconds. A worker that runs code without polls does not. After a
 * quantum the timer then lowers the word itself, and rests before it asks again. Each rest is twice as long as the one
 * before, up to {@value #MAX_REST_QUANTA} quanta. Closing the timer lowers what it has raised.
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
public final class PreemptionTimer implements AutoCloseable {
    /** The longest rest after requests that no poll has answered, in quanta. */
    public static final int MAX_REST_QUANTA = 16;

    private final Carrier[] carriers;
    private final long[] runs;
    private final long[] sinceNs;
    /** Whether the present run was asked and the request not withdrawn since; and when. */
    private final boolean[] asked;
    private final long[] askedNs;
    /** When a run that does not poll is asked again, and how long the timer rests until then. */
    private final long[] askAgainNs;
    private final long[] restNs;
    private final long quantumNs;
    private final IntPredicate waits;

    /**
     * Makes a timer.
     *
     * @param group
     *            its workers are checked
     * @param quantumNs
     *            how long a coroutine may run while others wait, in nanoseconds, at least 1
     */
    public PreemptionTimer(WorkerGroup group, long quantumNs) {
        this(group, quantumNs, worker -> true);
    }

    /**
     * Makes a timer that asks a run to end only if work waits for its worker. Use it if the thread that calls
     * {@link #check} knows: then no poll is slow while nothing waits.
     *
     * @param group
     *            its workers are checked
     * @param quantumNs
     *            how long a coroutine may run while others wait, in nanoseconds, at least 1
     * @param waits
     *            whether work waits for the worker with this index; called by {@link #check}, must not block
     */
    public PreemptionTimer(WorkerGroup group, long quantumNs, IntPredicate waits) {
        this.waits = Objects.requireNonNull(waits, "waits");
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
        asked = new boolean[carriers.length];
        askedNs = new long[carriers.length];
        askAgainNs = new long[carriers.length];
        restNs = new long[carriers.length];
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
                restNs[i] = 0;
                asked[i] = false;
                carriers[i].withdrawPreemption();
            } else if (nowNs - sinceNs[i] >= quantumNs && carriers[i].running() != null) {
                over++;
                ask(i, nowNs);
            }
        }
        return over;
    }

    private void ask(int worker, long nowNs) {
        Carrier carrier = carriers[worker];
        if (asked[worker]) {
            if (carrier.isPreemptionPending()) {
                if (nowNs - askedNs[worker] >= quantumNs) {
                    asked[worker] = false;
                    carrier.withdrawPreemption();
                    restNs[worker] = Math.clamp(2 * restNs[worker], quantumNs, MAX_REST_QUANTA * quantumNs);
                    askAgainNs[worker] = nowNs + restNs[worker];
                }
                return;
            }
            restNs[worker] = 0; // a poll has answered
        }
        if ((restNs[worker] == 0 || nowNs - askAgainNs[worker] >= 0) && waits.test(worker)) {
            carrier.preempt(runs[worker]);
            asked[worker] = true;
            askedNs[worker] = nowNs;
        }
    }

    /** Lowers the word of the polls, if requests of this timer have raised it. Call it after the last check. */
    @Override
    public void close() {
        for (Carrier carrier : carriers) {
            carrier.withdrawPreemption();
        }
    }
}
