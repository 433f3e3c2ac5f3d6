package io.creel.ip.neighbour;

/** Asks for the link address of a neighbour: ARP or neighbour discovery. */
@FunctionalInterface
public interface Solicitor {
    /** In place of a link address: asks all hosts of the link. */
    long ALL_HOSTS = -1;

    /**
     * Sends one request; a request that cannot leave is counted, and repeated by the next time-out.
     *
     * @param high the upper 64 bits of the neighbour's address
     * @param low the lower 64 bits of the neighbour's address
     * @param macAddress the host to ask, or {@link #ALL_HOSTS}
     */
    void solicit(long high, long low, long macAddress);
}
