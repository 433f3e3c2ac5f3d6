package io.creel.sim;

/** Counts the requests of a simulation. */
interface RequestListener {
    /** Reports that a request has ended. */
    void ended(Request request);

    /** Reports that {@code more} more requests wait in a queue than before, or fewer if negative. */
    void queued(int more);
}
