package io.creel.jmh.check;

/** A program of a user, which the agent weaves. */
interface CheckedPath {
    /**
     * Handles packets.
     *
     * @return the processor time of the caller that it took, in nanoseconds
     * @throws IllegalStateException
     *             if a packet is lost
     */
    long handle(int packets);
}
