package io.creel.ip;

/** Wakes the keeper of a table in time. Of the worker that runs the host. */
@FunctionalInterface
public interface Alarm {
    /**
     * Something of this table is due at this time: the table is looked at then, or earlier.
     *
     * @param deadlineNs in nanoseconds, on the host's clock
     */
    void at(long deadlineNs);
}
