package io.creel.queues;

/**
 * The 5-tuple of a flow: addresses, ports, protocol. A scratch object: one per worker, filled anew for each packet, never
 * kept by those it is handed to. IPv4 addresses are taken in their IPv6-mapped form ({@code ::ffff:a.b.c.d}, RFC 4291
 * section 2.5.5.2), so both families share a table.
 *
 * <p>
 * Threads: one at a time. Everything is O(1) and allocates nothing.
 */
public final class FlowKey {
    private static final long MAPPED = 0xFFFF_0000_0000L;

    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    /** Source port, destination port and protocol from bit 24, 8 and 0 on. */
    long rest;

    /** Makes a key of zeros. */
    public FlowKey() {
    }

    /**
     * Fills it with an IPv4 flow.
     *
     * @return this
     * @throws IllegalArgumentException
     *             where a port has more than 16 bits or the protocol more than 8
     */
    public FlowKey ipv4(int source, int sourcePort, int destination, int destinationPort, int protocol) {
        return ipv6(0, MAPPED | Integer.toUnsignedLong(source), sourcePort, 0,
                MAPPED | Integer.toUnsignedLong(destination), destinationPort, protocol);
    }

    /**
     * Fills it with an IPv6 flow; of each address the high and the low half.
     *
     * @return this
     * @throws IllegalArgumentException
     *             where a port has more than 16 bits or the protocol more than 8
     */
    public FlowKey ipv6(long sourceHigh, long sourceLow, int sourcePort, long destinationHigh, long destinationLow,
            int destinationPort, int protocol) {
        if ((sourcePort | destinationPort) >>> 16 != 0 || protocol >>> 8 != 0) {
            throw new IllegalArgumentException("flow key out of bounds: sourcePort=" + sourcePort
                    + ", destinationPort=" + destinationPort + ", protocol=" + protocol);
        }
        this.sourceHigh = sourceHigh;
        this.sourceLow = sourceLow;
        this.destinationHigh = destinationHigh;
        this.destinationLow = destinationLow;
        rest = (long) sourcePort << 24 | (long) destinationPort << 8 | protocol;
        return this;
    }

    @Override
    public String toString() {
        return Long.toHexString(sourceHigh) + "-" + Long.toHexString(sourceLow) + ":" + (rest >>> 24) + ">"
                + Long.toHexString(destinationHigh) + "-" + Long.toHexString(destinationLow) + ":"
                + (rest >>> 8 & 0xFFFF) + "/" + (rest & 0xFF);
    }
}
