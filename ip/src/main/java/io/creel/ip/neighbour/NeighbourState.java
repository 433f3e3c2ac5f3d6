package io.creel.ip.neighbour;

/** What is known about a neighbour: RFC 4861, section 7.3.2. */
public enum NeighbourState {
    /** Its link address is asked for; packets wait. */
    INCOMPLETE,
    /** It answered a short while ago. */
    REACHABLE,
    /** It may have gone; it is asked after the next packet. */
    STALE,
    /** A packet was sent; a sign of life is awaited before it is asked. */
    DELAY,
    /** It is asked at the address that is known, and packets are sent there. */
    PROBE,
    /** It did not answer; packets are refused for a moment. */
    FAILED,
    /** Configured; never asked, never changed. */
    PERMANENT;

    /** {@return whether packets can be sent to it now} */
    public boolean isUsable() {
        return this != INCOMPLETE && this != FAILED;
    }
}
