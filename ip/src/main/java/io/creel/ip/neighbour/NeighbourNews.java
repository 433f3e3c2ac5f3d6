package io.creel.ip.neighbour;

/**
 * Told of what a {@link NeighbourTable} is told, for other tables of the same host. Called by the worker of that table;
 * waits for nothing.
 */
@FunctionalInterface
public interface NeighbourNews {
    /** What a packet about a neighbour was. */
    enum Kind {
        /** An answer to a request that a table of this host may have sent. */
        ANSWER,
        /** The same, and it may replace another link address that is known (RFC 4861, section 7.2.5). */
        OVERRIDING_ANSWER,
        /** A neighbour has said its link address without being asked. */
        CLAIM,
        /** The same, and it is worth an entry: the neighbour has asked for us, or has answered a table that asked. */
        WORTH_AN_ENTRY
    }

    /**
     * Passes one piece of news on. A piece that finds no room is lost and counted; the table that needs it asks again.
     *
     * @param how what the packet was
     * @param high the upper 64 bits of the neighbour's address
     * @param low the lower 64 bits of the neighbour's address
     * @param macAddress the link address that it says, in the lower 48 bits
     */
    void learnt(Kind how, long high, long low, long macAddress);
}
