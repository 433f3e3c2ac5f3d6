package io.creel.ip.fragment;

import io.creel.ip.IpBits;
import io.creel.net.Packet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv4Descriptor;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Ipv6Descriptor;

/** The fields of one received fragment, of either version; filled again for each. */
final class Fragment {
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int identification;
    /** The protocol is part of the name in IPv4 (RFC 791, section 3.2), not in IPv6 (RFC 8200, section 4.5). */
    int protocol;
    /** From the start of the frame to the end of what stands in front of the fragment header. */
    int headBytes;
    /** Where in those the number of the next header stands; −1 for IPv4. */
    int nextHeaderAt;
    int nextHeader;
    int dataAt;
    int dataBytes;
    /** Of the data, in the datagram. */
    int offsetBytes;
    boolean more;

    /** Returns false if the chain of headers does not lead to a fragment header. */
    boolean read(Packet packet) {
        Headers headers = packet.headers();
        return headers.isIpv4()
                ? readIpv4(packet, headers.networkOffset())
                : readIpv6(packet, headers.networkOffset());
    }

    private boolean readIpv4(Packet packet, int at) {
        sourceHigh = 0;
        destinationHigh = 0;
        sourceLow = IpBits.mapped(Ipv4.source(packet, at));
        destinationLow = IpBits.mapped(Ipv4.destination(packet, at));
        identification = Ipv4.identification(packet, at);
        protocol = Ipv4.protocol(packet, at);
        headBytes = at + Ipv4.headerLengthBytes(packet, at);
        nextHeaderAt = -1;
        nextHeader = protocol;
        dataAt = headBytes;
        dataBytes = at + Ipv4.totalLengthBytes(packet, at) - dataAt;
        offsetBytes = Ipv4.fragmentOffsetBytes(packet, at);
        more = Ipv4.hasMoreFragments(packet, at);
        return true;
    }

    private boolean readIpv6(Packet packet, int at) {
        sourceHigh = Ipv6.sourceHigh(packet, at);
        sourceLow = Ipv6.sourceLow(packet, at);
        destinationHigh = Ipv6.destinationHigh(packet, at);
        destinationLow = Ipv6.destinationLow(packet, at);
        protocol = 0;
        int end = at + Ipv6Descriptor.HEADER_BYTES + Ipv6.payloadLengthBytes(packet, at);
        nextHeaderAt = at + Ipv6Descriptor.NEXT_HEADER;
        int offset = at + Ipv6Descriptor.HEADER_BYTES;
        int next = packet.get8(nextHeaderAt);
        // The parser has followed this chain, so it is bounded and lies within the packet.
        for (int i = 0; i <= Ipv6Descriptor.MAX_EXTENSIONS; i++) {
            if (next == IpProtocol.FRAGMENT) {
                headBytes = offset;
                nextHeader = packet.get8(offset + Ipv6Descriptor.EXTENSION_NEXT_HEADER);
                int field = packet.get16(offset + Ipv6Descriptor.FRAGMENT_OFFSET);
                offsetBytes = field & Ipv6Descriptor.FRAGMENT_OFFSET_MASK;
                more = (field & Ipv6Descriptor.FRAGMENT_MORE) != 0;
                identification = packet.get32(offset + 4);
                dataAt = offset + Ipv6Descriptor.MIN_EXTENSION_BYTES;
                dataBytes = end - dataAt;
                return true;
            }
            if (next != IpProtocol.HOP_BY_HOP && next != IpProtocol.ROUTING && next != IpProtocol.DESTINATION_OPTIONS) {
                return false;
            }
            nextHeaderAt = offset + Ipv6Descriptor.EXTENSION_NEXT_HEADER;
            next = packet.get8(nextHeaderAt);
            offset += (packet.get8(offset + Ipv6Descriptor.EXTENSION_LENGTH) + 1) << 3;
        }
        return false;
    }
}
