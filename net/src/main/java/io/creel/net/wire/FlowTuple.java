package io.creel.net.wire;

import org.jspecify.annotations.Nullable;

/**
 * The five values that identify a flow.
 *
 * <p>
 * Ports are 0 if the packet has none: for ICMP, for other protocols, and for fragments behind the first.
 *
 * @param version 4 or 6
 * @param protocol see {@link IpProtocol}
 * @param sourceHigh upper half of an IPv6 address; 0 for IPv4
 * @param sourceLow lower half of an IPv6 address; the IPv4 address, unsigned
 * @param sourcePort 0 to 65535
 * @param destinationHigh as {@code sourceHigh}
 * @param destinationLow as {@code sourceLow}
 * @param destinationPort 0 to 65535
 */
public record FlowTuple(int version, int protocol, long sourceHigh, long sourceLow, int sourcePort,
        long destinationHigh, long destinationLow, int destinationPort) {

    /**
     * Makes the tuple of a parsed frame, in the direction of this packet.
     *
     * @param frame owned by the caller
     * @param headers the parsed headers of this frame
     * @return the tuple; {@code null} if there is no IP header
     */
    public static @Nullable FlowTuple of(Frame frame, Headers headers) {
        int offset = headers.networkOffset();
        int sourcePort = FiveTupleHash.sourcePort(frame, headers);
        int destinationPort = FiveTupleHash.destinationPort(frame, headers);
        if (headers.isIpv4()) {
            return new FlowTuple(4, headers.protocol(), 0, Ipv4.source(frame, offset) & 0xffffffffL, sourcePort, 0,
                    Ipv4.destination(frame, offset) & 0xffffffffL, destinationPort);
        }
        if (headers.isIpv6()) {
            return new FlowTuple(6, headers.protocol(), Ipv6.sourceHigh(frame, offset), Ipv6.sourceLow(frame, offset),
                    sourcePort, Ipv6.destinationHigh(frame, offset), Ipv6.destinationLow(frame, offset),
                    destinationPort);
        }
        return null;
    }

    /**
     * Returns whether a parsed frame belongs to this flow, in this direction. Allocates nothing.
     *
     * @param frame owned by the caller
     * @param headers the parsed headers of this frame
     * @return whether all five values are equal
     */
    public boolean matches(Frame frame, Headers headers) {
        int offset = headers.networkOffset();
        if (protocol != headers.protocol() || sourcePort != FiveTupleHash.sourcePort(frame, headers)
                || destinationPort != FiveTupleHash.destinationPort(frame, headers)) {
            return false;
        }
        return version == 4
                ? headers.isIpv4() && (int) sourceLow == Ipv4.source(frame, offset)
                        && (int) destinationLow == Ipv4.destination(frame, offset)
                : headers.isIpv6() && sourceHigh == Ipv6.sourceHigh(frame, offset)
                        && sourceLow == Ipv6.sourceLow(frame, offset)
                        && destinationHigh == Ipv6.destinationHigh(frame, offset)
                        && destinationLow == Ipv6.destinationLow(frame, offset);
    }

    /** {@return the tuple of the other direction} */
    public FlowTuple reversed() {
        return new FlowTuple(version, protocol, destinationHigh, destinationLow, destinationPort, sourceHigh, sourceLow,
                sourcePort);
    }

    /** {@return the direction whose source sorts first: equal for both directions of a conversation} */
    public FlowTuple canonical() {
        return FiveTupleHash.compare(sourceHigh, sourceLow, sourcePort, destinationHigh, destinationLow,
                destinationPort) > 0
                        ? reversed()
                        : this;
    }

    /** {@return the hash that {@link FiveTupleHash#of} computes for every packet of this flow} */
    public long hash64() {
        return FiveTupleHash.combine(protocol, sourceHigh, sourceLow, sourcePort, destinationHigh, destinationLow,
                destinationPort);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash64());
    }

    /** {@return the flow as text: {@code tcp 10.0.0.1:1234 > 10.0.0.2:80}, {@code udp [fd00::1]:53 > [fd00::2]:99}} */
    @Override
    public String toString() {
        return IpProtocol.text(protocol) + " " + end(sourceHigh, sourceLow, sourcePort) + " > "
                + end(destinationHigh, destinationLow, destinationPort);
    }

    private String end(long high, long low, int port) {
        String address = version == 4 ? IpText.ipv4((int) low) : IpText.ipv6(high, low);
        if (!IpProtocol.hasPorts(protocol)) {
            return address;
        }
        return version == 4 ? address + ":" + port : "[" + address + "]:" + port;
    }
}
