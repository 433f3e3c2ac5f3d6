package io.creel.schedulers.scaling;

import io.creel.schedulers.where.Signals;

/**
 * How many workers are to be active. Asked every period by one worker at a time, never inside a coroutine. Active are always
 * the workers with the lowest numbers; one that is given back finishes what its queue holds.
 */
public interface Scaling {
    /** What error messages and reports call it. */
    String name();

    /** How often it is asked, in nanoseconds, at least 1. */
    long periodNs();

    /**
     * Decides.
     *
     * @param signals
     *            of the placement; the same object every time
     * @param queues
     *            how many queues there are
     * @param active
     *            how many are active now
     * @param nowNs
     *            the time
     * @return how many are to be active; what is less than 1 or more than there are counts as the nearest that is possible
     */
    int active(Signals signals, int queues, int active, long nowNs);
}
