package io.creel.schedulers.where;

import io.creel.core.Coroutine;

/**
 * Decides which worker runs which handle. A policy numbers its queues from 0 and decides; it never holds a handle and
 * never moves one.
 *
 * <p>
 * Threads: any thread that makes a coroutine runnable calls {@link #place} and {@link #wake}. The worker that they name
 * calls {@link #next}, {@link #waits}, {@link #atMost}, {@link #joins}, {@link #began} and {@link #ran}, and
 * {@link #waits} also inside its coroutines. That worker, or any thread that has placed, calls {@link #refill}. One
 * worker at a time calls {@link #rebalance}. State that several of these share is read and written without waiting: a
 * decision made on a value a moment old is a worse decision, never a lost handle. Nothing here blocks or allocates.
 */
public interface Where {
    /** No queue, no worker, no type. */
    int NONE = -1;

    /** {@return the name of the policy in error messages and reports} */
    String name();

    /**
     * Returns how many queues it needs; called once, before anything else.
     *
     * @param workers
     *            the number of workers, at least 1
     * @return at least 1
     */
    int queues(int workers);

    /**
     * Gives the policy its signals; called once, before the first handle.
     *
     * @param signals
     *            valid as long as the placement is
     */
    void attach(Signals signals);

    /**
     * Chooses the queue of a runnable coroutine.
     *
     * @param handle
     *            owned by the placement; the policy may look at it but not change it
     * @param byWorker
     *            the worker that places it, or {@link #NONE} for a thread that is no worker
     * @return a queue, or {@link #NONE} to refuse it
     */
    int place(Coroutine handle, int byWorker);

    /**
     * Reports that the handle which this thread placed last was refused, because the queue was full. The handle's owner
     * has it again.
     *
     * @param queue
     *            the full queue, as {@link #place} chose it
     * @param handle
     *            owned by the placer again; the policy may look at it but not change it
     */
    default void refused(int queue, Coroutine handle) {
    }

    /**
     * Reports that a handle is about to leave a queue, or the worker that has taken it from there, for the queue that
     * {@link #place} has just chosen: its worker is not active any more.
     *
     * @param queue
     *            the queue it was placed in before
     * @param handle
     *            owned by the placement; the policy may look at it but not change it
     */
    default void leaves(int queue, Coroutine handle) {
    }

    /**
     * Chooses the queue that a worker takes from now. Called again and again; without a take in between it may answer
     * the same.
     *
     * @param worker
     *            from 0
     * @return a queue, or {@link #NONE} if this worker is to take nothing
     */
    int next(int worker);

    /**
     * Returns how many handles the worker may take from that queue at once.
     *
     * @param worker
     *            from 0
     * @param queue
     *            as {@link #next} chose it
     * @param max
     *            the most that the worker has room for
     * @return at least 1
     */
    default int atMost(int worker, int queue, int max) {
        return max;
    }

    /**
     * Chooses whether the handles that a worker takes from a queue first join the worker's own queue, in order of age.
     *
     * @param worker
     *            from 0
     * @param queue
     *            as {@link #next} chose it
     * @return the queue they join, or {@link #NONE} if they run at once
     */
    default int joins(int worker, int queue) {
        return NONE;
    }

    /**
     * Returns the queue from which other queues are refilled without a worker taking, see {@link #refill}. The answer
     * is always the same.
     *
     * @return a queue, or {@link #NONE} if this policy refills no queue
     */
    default int refilledFrom() {
        return NONE;
    }

    /**
     * Chooses the queue that gets the next handle of {@link #refilledFrom}. Called after a worker has taken and after a
     * placement, again and again until the answer is {@link #NONE}; between two calls one handle has moved.
     *
     * @param worker
     *            the worker that has taken; {@link #NONE} after a placement, when any queue may need a refill
     * @return a queue, or {@link #NONE} if no queue needs a refill
     */
    default int refill(int worker) {
        return NONE;
    }

    /**
     * Returns whether a handle waits that this worker would take. A coroutine that has used up its slice makes room for
     * such a handle, and after a {@link #rebalance} a sleeping worker is woken for it. Changes nothing.
     *
     * @param worker
     *            from 0
     * @return a moment's estimate
     */
    boolean waits(int worker);

    /**
     * Chooses the worker to wake after a handle was placed.
     *
     * @param queue
     *            as {@link #place} chose it
     * @param byWorker
     *            the worker that has placed it, or {@link #NONE} for a thread that is no worker
     * @return a worker, or {@link #NONE} if no worker needs to be woken
     */
    int wake(int queue, int byWorker);

    /**
     * Chooses the worker to wake after a worker has taken: another one that can run the handles that this one has left.
     *
     * @param worker
     *            the worker that has taken
     * @return a worker, or {@link #NONE} if no worker needs to be woken, as in a policy whose placements wake every
     *         worker that is needed
     */
    default int wakeAfter(int worker) {
        return NONE;
    }

    /** {@return how often {@link #rebalance} is to be called, in nanoseconds; {@link Long#MAX_VALUE} for never} */
    default long periodNs() {
        return Long.MAX_VALUE;
    }

    /**
     * Looks at the signals and adapts the policy's later decisions.
     *
     * @param nowNs
     *            the time in nanoseconds, of the placement's clock
     */
    default void rebalance(long nowNs) {
    }

    /**
     * {@return whether the policy needs {@link #ran} or a signal that is measured in time, and so readings of the clock
     * for each coroutine}
     */
    default boolean accounts() {
        return false;
    }

    /**
     * Reports that a worker begins to run a coroutine; called if some policy of the placement {@link #accounts}.
     *
     * @param worker
     *            from 0
     * @param handle
     *            owned by the worker; the policy may look at it but not change it
     */
    default void began(int worker, Coroutine handle) {
    }

    /**
     * Reports that a worker has run a coroutine once; called if some policy of the placement {@link #accounts}.
     *
     * @param worker
     *            from 0
     * @param type
     *            the coroutine's type, by the hint of the user
     * @param ranNs
     *            how long it ran, in nanoseconds
     * @param finished
     *            whether it ended or waits for something else; otherwise it was preempted
     */
    default void ran(int worker, int type, long ranNs, boolean finished) {
    }
}
