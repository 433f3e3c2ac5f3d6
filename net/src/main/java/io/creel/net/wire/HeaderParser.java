package io.creel.net.wire;

import static io.creel.net.wire.DropReason.NONE;

/**
 * Finds the headers of a frame and checks that they are complete and consistent.
 *
 * <p>
 * Any bytes are accepted: the result is a {@link DropReason}. Up to the point of the fault, {@link Headers} holds what
 * was found, so a cut or unsupported packet can still be counted under its flow. {@link Checksums#verify} checks the
 * checksums, because a NIC may have verified them already. No allocation, no exception, bounded work (at most four VLAN
 * tags and eight extension headers). Stateless. Threads: any thread that owns the frame.
 */
public final class HeaderParser {
    private HeaderParser() {
    }

    /**
     * Parses all layers, from the first byte.
     *
     * @param frame owned by the caller
     * @param headers receives the result; reset first
     * @return {@link DropReason#NONE}, or the first fault
     */
    public static DropReason parse(Frame frame, Headers headers) {
        DropReason reason = link(frame, headers);
        if (reason == NONE) {
            reason = network(frame, headers);
        }
        if (reason == NONE && headers.transportOffset >= 0) {
            reason = transport(frame, headers);
        }
        return reason;
    }

    private static DropReason link(Frame frame, Headers headers) {
        headers.reset();
        int end = frame.originalLengthBytes();
        DropReason room = Bounds.check(frame, 0, EthernetDescriptor.HEADER_BYTES, end, DropReason.TRUNCATED_ETHERNET);
        if (room != NONE) {
            return room;
        }
        int typeOffset = EthernetDescriptor.ETHER_TYPE;
        int type = frame.get16(typeOffset);
        while (Vlan.isTag(type)) {
            if (headers.vlanTags == VlanDescriptor.MAX_TAGS) {
                return DropReason.TOO_MANY_VLAN_TAGS;
            }
            typeOffset += VlanDescriptor.TAG_BYTES;
            room = Bounds.check(frame, typeOffset, 2, end, DropReason.TRUNCATED_VLAN);
            if (room != NONE) {
                return room;
            }
            headers.vlanTags++;
            type = frame.get16(typeOffset);
        }
        headers.etherType = type;
        headers.reached = Layer.LINK;
        return NONE;
    }

    private static DropReason network(Frame frame, Headers headers) {
        int offset = EthernetDescriptor.HEADER_BYTES + headers.vlanTags * VlanDescriptor.TAG_BYTES;
        DropReason reason = switch (headers.etherType) {
            case EthernetDescriptor.TYPE_IPV4 -> Ipv4.check(frame, offset);
            case EthernetDescriptor.TYPE_IPV6 -> Ipv6.check(frame, offset);
            case EthernetDescriptor.TYPE_ARP -> Arp.check(frame, offset);
            default -> DropReason.UNSUPPORTED_ETHERTYPE;
        };
        if (reason != NONE) {
            return reason;
        }
        headers.networkOffset = offset;
        headers.reached = Layer.NETWORK;
        return switch (headers.etherType) {
            case EthernetDescriptor.TYPE_IPV4 -> ipv4(frame, headers, offset);
            case EthernetDescriptor.TYPE_IPV6 -> ipv6(frame, headers, offset);
            default -> NONE;
        };
    }

    private static DropReason ipv4(Frame frame, Headers headers, int offset) {
        headers.networkEnd = offset + Ipv4.lengthBytes(frame, offset);
        headers.frameLength = Ipv4.totalLengthBytes(frame, offset) == 0;
        headers.pseudoSource = offset + Ipv4Descriptor.SOURCE;
        headers.pseudoDestination = Ipv4.finalDestination(frame, offset);
        headers.protocol = Ipv4.protocol(frame, offset);
        headers.laterFragment = Ipv4.fragmentOffsetBytes(frame, offset) != 0;
        headers.fragment = headers.laterFragment || Ipv4.hasMoreFragments(frame, offset);
        if (!headers.laterFragment) {
            headers.transportOffset = offset + Ipv4.headerLengthBytes(frame, offset);
        }
        return NONE;
    }

    private static DropReason ipv6(Frame frame, Headers headers, int offset) {
        int start = offset + Ipv6Descriptor.HEADER_BYTES;
        int first = Ipv6.nextHeader(frame, offset);
        int length = Ipv6.payloadLengthBytes(frame, offset);
        // A jumbo payload option states the length better; a packet with "no next header" may rightly be empty.
        headers.frameLength = length == 0 && first != IpProtocol.NO_NEXT_HEADER;
        headers.networkEnd = headers.frameLength ? frame.originalLengthBytes() : start + length;
        headers.pseudoSource = offset + Ipv6Descriptor.SOURCE;
        headers.pseudoDestination = offset + Ipv6Descriptor.DESTINATION;
        return Ipv6Extensions.walk(frame, headers, start, first);
    }

    private static DropReason transport(Frame frame, Headers headers) {
        int offset = headers.transportOffset;
        int end = headers.networkEnd;
        // ICMP belongs to IPv4 and ICMPv6 to IPv6; the protocol number of one has no meaning inside the other.
        int protocol = headers.protocol == (headers.isIpv4() ? IpProtocol.ICMPV6 : IpProtocol.ICMP)
                ? Headers.ABSENT
                : headers.protocol;
        DropReason reason = switch (protocol) {
            case IpProtocol.TCP -> Tcp.check(frame, offset, end);
            case IpProtocol.UDP -> Udp.check(frame, offset, end, !headers.fragment);
            case IpProtocol.ICMP ->
                Bounds.check(frame, offset, IcmpDescriptor.HEADER_BYTES, end, DropReason.TRUNCATED_ICMP);
            case IpProtocol.ICMPV6 ->
                Bounds.check(frame, offset, IcmpDescriptor.HEADER_BYTES, end, DropReason.TRUNCATED_ICMPV6);
            default -> DropReason.UNSUPPORTED_IP_PROTOCOL;
        };
        if (reason == NONE) {
            headers.reached = Layer.TRANSPORT;
            payload(frame, headers, offset, end);
        }
        return reason;
    }

    private static void payload(Frame frame, Headers headers, int offset, int end) {
        headers.payloadEnd = end;
        if (headers.protocol == IpProtocol.TCP) {
            headers.payloadOffset = offset + Tcp.headerLengthBytes(frame, offset);
        } else {
            headers.payloadOffset = offset + UdpDescriptor.HEADER_BYTES;
            if (headers.protocol == IpProtocol.UDP) {
                int length = Udp.lengthBytes(frame, offset);
                headers.payloadEnd = length == 0 ? end : Math.min(end, offset + length);
            }
        }
    }
}
