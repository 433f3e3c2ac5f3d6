package io.creel.sim.explore;

/** Decides the open choices of a program, and records its events. Used by the thread of one run. */
public interface Choices {
    /**
     * Picks one way to go on.
     *
     * @param options
     *            the number of ways, at least 1; number 0 is the way without interference
     * @return from 0 to {@code options - 1}
     */
    int pick(int options);

    /**
     * Records an event for the reader of a failure.
     *
     * @param what
     *            one line
     */
    void event(String what);
}
