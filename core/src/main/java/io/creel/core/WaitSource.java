package io.creel.core;

import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;

/**
 * A source of work that a worker polls, and that can end the sleep of a worker without work: by a descriptor of the
 * operating system that becomes readable, by a call, or after a time. A receive queue is one.
 *
 * <p>
 * A source registers at the duty cycle that polls it, see {@link WaitSources#add}. A worker that
 * has found nothing to do announces that it will sleep. Then it calls {@link #beginWait} of each source, sleeps, and
 * calls {@link #endWait}. Nothing is lost, because the source looks for work after the announcement.
 *
 * <p>
 * Threads: the worker's, outside any coroutine, but for {@link #hasWork}. No method blocks, throws or, in steady
 * state, allocates.
 */
public interface WaitSource {
    /** The descriptor of a source that has none. */
    int NO_DESCRIPTOR = -1;
    /** The result of {@link #beginWait} of a source that is closed, or that another thread polls: it is forgotten. */
    long GONE = -1;
    /**
     * How long a worker sleeps at most if a source cannot end its sleep, in nanoseconds: such a source is polled 500
     * times a second.
     */
    long POLL_INTERVAL_NS = 2_000_000;

    /**
     * Begins a wait.
     *
     * @param by
     *            the duty cycle of the worker that is about to sleep
     * @param wake
     *            ends the sleep, from any thread. The source may call it until {@link #endWait}, and a few times later
     * @return for how many nanoseconds the worker may sleep as far as this source is concerned: 0 if a poll may find
     *         something now, {@link Long#MAX_VALUE} if the source ends the sleep itself, {@link #POLL_INTERVAL_NS} if
     *         it cannot; or {@link #GONE}, and then {@link #endWait} is not called
     */
    @RunsOn(Place.CARRIER)
    long beginWait(DutyCycle by, Runnable wake);

    /** Ends the wait that the last {@link #beginWait} has begun. */
    @RunsOn(Place.CARRIER)
    void endWait();

    /**
     * Returns the descriptor that becomes readable when a poll may find something. Called between {@link #beginWait}
     * and {@link #endWait}; it stays open in between.
     *
     * @return the number of a descriptor, or {@link #NO_DESCRIPTOR}
     */
    default int descriptor() {
        return NO_DESCRIPTOR;
    }

    /**
     * Returns whether a poll may find something now. Asked inside a coroutine that has used up its slice, which then
     * makes room for a poll: it must be cheap, and makes no system call.
     *
     * @return {@code true}, unless overridden: a source that cannot tell is polled once per slice
     */
    default boolean hasWork() {
        return true;
    }

    /**
     * Returns whether the source ends the sleep of its worker when it gets work. Constant.
     *
     * @return {@code false} if it has to be polled at intervals
     */
    boolean canWake();
}
