package io.creel.sim.explore;

/**
 * Decides what a program leaves open, and is told what happens. One run's thread.
 */
public interface Choices {
    /**
     * Picks one way to go on.
     *
     * @param options
     *            how many there are, at least 1; number 0 is what happens without interference
     * @return from 0 to {@code options - 1}
     */
    int pick(int options);

    /** Something happened that a reader of a failure wants to know. */
    void event(String what);
}
