package io.creel.schedulers.scaling;

import io.creel.schedulers.where.Signals;

/**
 * Decides how many workers are to be active. One worker at a time asks it every period, never inside a coroutine. The
 * active workers are always those with the lowest numbers. A worker that is given back finishes the handles in its
 * queue.
 */
public interface Scaling {
    /** {@return the name of the policy in error messages and reports} */
    String name();

    /** {@return how often it is asked, in nanoseconds, at least 1} */
    long periodNs();

    /**
     * Decides how many workers are to be active from now on.
     *
     * @param signals
     *            of the placement; the same object every time
     * @param queues
     *            the number of queues
     * @param active
     *            how many workers are active now
     * @param nowNs
     *            the time in nanoseconds, of the placement's clock
     * @return how many workers are to be active; a number less than 1 or greater than the number of workers counts as
     *         the nearest possible one
     */
    int active(Signals signals, int queues, int active, long nowNs);
}
