package io.creel.sim;

/** Who keeps the books of the requests. */
interface Books {
    /** A request has come to its end. */
    void ended(Request request);

    /** So many more wait in a queue than before, or fewer where negative. */
    void queued(int more);
}
