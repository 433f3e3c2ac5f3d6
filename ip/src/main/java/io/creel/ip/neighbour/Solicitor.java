package io.creel.ip.neighbour;

/** Asks for the link address of a neighbour: ARP or neighbour discovery. */
@FunctionalInterface
public interface Solicitor {
    /** In place of a link address: ask everybody. */
    long EVERYBODY = -1;

    /**
     * Sends one request; a request that cannot leave is counted, and repeated by the next time-out.
     *
     * @param macAddress
     *            whom to ask, or {@link #EVERYBODY}
     */
    void solicit(long high, long low, long macAddress);
}
