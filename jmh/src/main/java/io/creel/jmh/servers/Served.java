package io.creel.jmh.servers;

/** A server that serves. */
interface Served {
    /** Returns how many requests were answered. */
    long requests();

    /** Returns in one line what else was counted. */
    String counted();

    /** Returns the number of the only thread that serves; 0 if there are several. */
    default long servingThread() {
        return 0;
    }
}
