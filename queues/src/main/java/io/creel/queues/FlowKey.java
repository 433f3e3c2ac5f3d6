package io.creel.queues;

/**
 * The 5-tuple of a flow: addresses, ports and protocol. A key is a mutable scratch object: a worker has one, fills it
 * again for each packet, and no method keeps the key that it is given. IPv4 addresses are stored in their IPv6-mapped
 * form ({@code ::ffff:a.b.c.d}, RFC 4291 section 2.5.5.2), so both families share a table.
 *
 * <p>
 * Threads: one at a time. Every operation is O(1) and allocates nothing.
 */
public final class FlowKey {
    private static final long MAPPED = 0xFFFF_0000_0000L;

    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    /** The source port from bit 24, the destination port from bit 8, the protocol from bit 0. */
    long rest;

    /** Makes a key of zeros. */
    public FlowKey() {
    }

    /**
     * Sets this key to an IPv4 flow.
     *
     * @param source the source address, its first byte in the upper bits
     * @param sourcePort 0 to 65535
     * @param destination the destination address, its first byte in the upper bits
     * @param destinationPort 0 to 65535
     * @param protocol the IP protocol number, 0 to 255
     * @return this key
     * @throws IllegalArgumentException if a port has more than 16 bits or the protocol more than 8
     */
    public FlowKey ipv4(int source, int sourcePort, int destination, int destinationPort, int protocol) {
        return ipv6(0, MAPPED | Integer.toUnsignedLong(source), sourcePort, 0,
                MAPPED | Integer.toUnsignedLong(destination), destinationPort, protocol);
    }

    /**
     * Sets this key to an IPv6 flow.
     *
     * @param sourceHigh the first 8 bytes of the source address, the first byte in the upper bits
     * @param sourceLow the last 8 bytes of the source address
     * @param sourcePort 0 to 65535
     * @param destinationHigh the first 8 bytes of the destination address
     * @param destinationLow the last 8 bytes of the destination address
     * @param destinationPort 0 to 65535
     * @param protocol the IP protocol number, 0 to 255
     * @return this key
     * @throws IllegalArgumentException if a port has more than 16 bits or the protocol more than 8
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
