package io.creel.jmh.servers;

/** A server that serves. */
interface Served {
    /** Returns how many requests were answered. */
    long requests();

    /** Returns in one line what else was counted. */
    String counted();
}
