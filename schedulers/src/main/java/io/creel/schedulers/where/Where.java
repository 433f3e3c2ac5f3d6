package io.creel.schedulers.where;

import io.creel.core.Coroutine;

/**
 * Which worker runs what. A policy numbers its queues from 0 and decides; it never holds a handle and never moves one.
 *
 * <p>
 * Threads: {@link #place} and {@link #wake} are called by any thread that makes something runnable, {@link #next},
 * {@link #waits}, {@link #atMost}, {@link #joins}, {@link #began} and {@link #ran} by the worker they name, {@link #refill} by that
 * worker or by any thread that has placed, {@link #waits} also inside its coroutines,
 * {@link #rebalance} by one worker at a time. What they share with each other a policy reads and writes without waiting: a
 * decision made on a value a moment old is a worse decision, never a lost handle. Nothing here blocks or allocates.
 */
public interface Where {
    /** No queue, no worker, nobody. */
    int NONE = -1;

    /** What error messages and reports call it. */
    String name();

    /**
     * How many queues it needs, asked once before anything else.
     *
     * @param workers
     *            how many workers there are, at least 1
     */
    int queues(int workers);

    /** Gives it its signals, once, before the first handle. */
    void attach(Signals signals);

    /**
     * Which queue gets a runnable coroutine.
     *
     * @param handle
     *            in the hands of the placement; look, do not touch
     * @param byWorker
     *            who placed it, or {@link #NONE} for a thread that is no worker
     * @return a queue, or {@link #NONE} to refuse it
     */
    int place(Coroutine handle, int byWorker);

    /** What it placed last, by this thread, was refused: the queue was full. The handle is its owner's again. */
    default void refused(int queue, Coroutine handle) {
    }

    /**
     * From which queue a worker takes now. Called again and again; without a take in between it may answer the same.
     *
     * @return a queue, or {@link #NONE} where this worker is to take nothing
     */
    int next(int worker);

    /** How many the worker may take from that queue at once, at least 1. */
    default int atMost(int worker, int queue, int max) {
        return max;
    }

    /**
     * Whether what a worker takes from a queue first joins the worker's own, in order of age.
     *
     * @return the queue it joins, or {@link #NONE} where it runs at once
     */
    default int joins(int worker, int queue) {
        return NONE;
    }

    /**
     * From which queue other queues are refilled without a worker taking, see {@link #refill}. Always the same answer.
     *
     * @return a queue, or {@link #NONE} if this policy refills no queue
     */
    default int refilledFrom() {
        return NONE;
    }

    /**
     * Which queue gets the next handle of {@link #refilledFrom}. Asked after a worker has taken and after a placement, again and again
     * until the answer is {@link #NONE}; between two questions one handle has moved.
     *
     * @param worker
     *            the worker that has taken; {@link #NONE} after a placement, when any queue may need a refill
     * @return a queue, or {@link #NONE} if no queue needs a refill
     */
    default int refill(int worker) {
        return NONE;
    }

    /**
     * Whether something waits that this worker would take: who has used up a slice makes room for it, and who sleeps is woken
     * for it after a {@link #rebalance}. Changes nothing.
     */
    boolean waits(int worker);

    /**
     * Whom to wake after something was placed.
     *
     * @return a worker, or {@link #NONE} where nobody has to be woken
     */
    int wake(int queue, int byWorker);

    /**
     * Whom to wake after a worker has taken: another one that can run what this one has left.
     *
     * @return a worker, or {@link #NONE}; where every placement wakes whom it needs, nobody has to be woken here
     */
    default int wakeAfter(int worker) {
        return NONE;
    }

    /** How often {@link #rebalance} is to be called, in nanoseconds; {@link Long#MAX_VALUE} for never. */
    default long periodNs() {
        return Long.MAX_VALUE;
    }

    /** Looks at the signals and changes what it does. */
    default void rebalance(long nowNs) {
    }

    /** Whether it needs {@link #ran} or a signal that is measured in time, and so readings of the clock for each coroutine. */
    default boolean accounts() {
        return false;
    }

    /**
     * A worker begins to run a coroutine; where somebody {@link #accounts}.
     *
     * @param handle
     *            in the hands of the worker; look, do not touch
     */
    default void began(int worker, Coroutine handle) {
    }

    /**
     * A worker has run a coroutine, once; where somebody {@link #accounts}.
     *
     * @param type
     *            its type, by the hint of the user
     * @param ranNs
     *            how long, in nanoseconds
     * @param finished
     *            whether it ended or waits for something else; otherwise it was preempted
     */
    default void ran(int worker, int type, long ranNs, boolean finished) {
    }
}
