package io.creel.core.internal;

/** A deadline that was set and has not been ended. */
public abstract class PendingDeadline {
    /** For the one subclass. */
    protected PendingDeadline() {
    }

    /**
     * Ends the deadline, whether or not its time has come. Called once, by the coroutine that has set it, on its
     * present carrier. O(log n) of the deadlines of a carrier.
     *
     * @return whether its time had come
     */
    public abstract boolean end();
}
