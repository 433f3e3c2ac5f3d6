package io.creel.net.wire;

/**
 * A 64-bit hash of a packet's flow, read directly from its headers: no allocation, O(1).
 *
 * <p>
 * {@link #of} equals {@link FlowTuple#hash64()} of the same packet, so a lookup in a table keyed by tuples needs no
 * tuple object. The mixing function is the finaliser of SplitMix64 (Steele, Lea, Flood 2014). It has no key: if an
 * attacker chooses the ports, bound the length of the buckets.
 */
public final class FiveTupleHash {
    private FiveTupleHash() {
    }

    /**
     * Hashes the flow in the direction of this packet.
     *
     * @param frame owned by the caller
     * @param headers the parsed headers of this frame
     * @return the hash; 0 if there is no IP header
     */
    public static long of(Frame frame, Headers headers) {
        return hash(frame, headers, false);
    }

    /**
     * Hashes the conversation: the result is the same for both directions.
     *
     * @param frame owned by the caller
     * @param headers the parsed headers of this frame
     * @return the hash; 0 if there is no IP header
     */
    public static long ofConversation(Frame frame, Headers headers) {
        return hash(frame, headers, true);
    }

    private static long hash(Frame frame, Headers headers, boolean canonical) {
        int offset = headers.networkOffset();
        int sourcePort = sourcePort(frame, headers);
        int destinationPort = destinationPort(frame, headers);
        if (headers.isIpv4()) {
            return ends(canonical, headers.protocol(), 0, Ipv4.source(frame, offset) & 0xffffffffL, sourcePort, 0,
                    Ipv4.destination(frame, offset) & 0xffffffffL, destinationPort);
        }
        if (headers.isIpv6()) {
            return ends(canonical, headers.protocol(), Ipv6.sourceHigh(frame, offset), Ipv6.sourceLow(frame, offset),
                    sourcePort, Ipv6.destinationHigh(frame, offset), Ipv6.destinationLow(frame, offset),
                    destinationPort);
        }
        return 0;
    }

    static int sourcePort(Frame frame, Headers headers) {
        return headers.hasPorts() ? frame.get16(headers.transportOffset()) : 0;
    }

    static int destinationPort(Frame frame, Headers headers) {
        return headers.hasPorts() ? frame.get16(headers.transportOffset() + 2) : 0;
    }

    private static long ends(boolean canonical, int protocol, long sourceHigh, long sourceLow, int sourcePort,
            long destinationHigh, long destinationLow, int destinationPort) {
        boolean swap = canonical
                && compare(sourceHigh, sourceLow, sourcePort, destinationHigh, destinationLow, destinationPort) > 0;
        return swap
                ? combine(protocol, destinationHigh, destinationLow, destinationPort, sourceHigh, sourceLow, sourcePort)
                : combine(protocol, sourceHigh, sourceLow, sourcePort, destinationHigh, destinationLow,
                        destinationPort);
    }

    static int compare(long high, long low, int port, long otherHigh, long otherLow, int otherPort) {
        int order = Long.compareUnsigned(high, otherHigh);
        if (order == 0) {
            order = Long.compareUnsigned(low, otherLow);
        }
        return order == 0 ? Integer.compare(port, otherPort) : order;
    }

    static long combine(int protocol, long sourceHigh, long sourceLow, int sourcePort, long destinationHigh,
            long destinationLow, int destinationPort) {
        long hash = mix((long) protocol << 32 | (long) sourcePort << 16 | destinationPort);
        hash = mix(hash ^ sourceLow);
        hash = mix(hash ^ destinationLow);
        return (sourceHigh | destinationHigh) == 0 ? hash : mix(mix(hash ^ sourceHigh) ^ destinationHigh);
    }

    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
