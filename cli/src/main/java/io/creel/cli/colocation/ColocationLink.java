package io.creel.cli.colocation;

import io.creel.net.Nic;

/** A link between the generator and the echo. */
interface ColocationLink extends AutoCloseable {
    /** Returns the end at the generator. */
    Nic generator();

    /** Returns the end at the echo. */
    Nic echo();

    /** Returns what the link is, and in which mode its ends are bound. */
    String text();

    /**
     * Returns how many packets were dropped between the two ends, which neither end has counted. Called after the
     * traffic has ended and before the close.
     */
    long dropped();

    /** Closes both ends, which count what they still held, and removes the link. */
    @Override
    void close();
}
