package io.creel.ip.icmp;

import io.creel.core.CheckReturnValue;
import io.creel.ip.IpBits;
import io.creel.ip.QuotedPacket;
import io.creel.net.Packet;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv4Descriptor;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Ipv6Descriptor;

/**
 * Reads what an ICMP error quotes: an IP header, a bounded number of extension headers, and 8 bytes of a transport
 * header.
 */
final class QuoteReader {
    /** RFC 792: 64 bits of the original datagram. */
    private static final int TRANSPORT_BYTES = 8;
    private static final int MAX_EXTENSIONS = 4;
    private static final int FRAGMENT_OFFSET_MASK = 0xfff8;

    private QuoteReader() {
    }

    /** Reads a quoted IPv4 packet; false if it is not there whole, or no first fragment. */
    @CheckReturnValue
    static boolean readIpv4(Packet packet, int at, int end, QuotedPacket quoted) {
        if (end - at < Ipv4Descriptor.MIN_HEADER_BYTES || packet.get8(at) >>> 4 != 4) {
            return false;
        }
        int header = Ipv4.headerLengthBytes(packet, at);
        if (header < Ipv4Descriptor.MIN_HEADER_BYTES || end - at - header < TRANSPORT_BYTES
                || Ipv4.fragmentOffsetBytes(packet, at) != 0) {
            return false;
        }
        quoted.ends(0, IpBits.mapped(Ipv4.source(packet, at)), 0, IpBits.mapped(Ipv4.destination(packet, at)));
        transport(packet, at + header, Ipv4.protocol(packet, at), Ipv4.totalLengthBytes(packet, at), quoted);
        return true;
    }

    /** Reads a quoted IPv6 packet; false if it is not there whole, or no first fragment. */
    @CheckReturnValue
    static boolean readIpv6(Packet packet, int at, int end, QuotedPacket quoted) {
        if (end - at < Ipv6Descriptor.HEADER_BYTES || packet.get8(at) >>> 4 != 6) {
            return false;
        }
        int next = Ipv6.nextHeader(packet, at);
        int offset = at + Ipv6Descriptor.HEADER_BYTES;
        for (int i = 0; i < MAX_EXTENSIONS && isExtension(next) && end - offset >= TRANSPORT_BYTES; i++) {
            boolean fragment = next == IpProtocol.FRAGMENT;
            if (fragment && (packet.get16(offset + Ipv6Descriptor.FRAGMENT_OFFSET) & FRAGMENT_OFFSET_MASK) != 0) {
                return false;
            }
            int size = fragment ? TRANSPORT_BYTES : packet.get8(offset + Ipv6Descriptor.EXTENSION_LENGTH) + 1 << 3;
            next = packet.get8(offset + Ipv6Descriptor.EXTENSION_NEXT_HEADER);
            offset += size;
        }
        if (end - offset < TRANSPORT_BYTES) {
            return false;
        }
        quoted.ends(Ipv6.sourceHigh(packet, at), Ipv6.sourceLow(packet, at), Ipv6.destinationHigh(packet, at),
                Ipv6.destinationLow(packet, at));
        transport(packet, offset, next, Ipv6Descriptor.HEADER_BYTES + Ipv6.payloadLengthBytes(packet, at), quoted);
        return true;
    }

    private static boolean isExtension(int header) {
        return header == IpProtocol.FRAGMENT || header == IpProtocol.HOP_BY_HOP || header == IpProtocol.ROUTING
                || header == IpProtocol.DESTINATION_OPTIONS;
    }

    /** Both ports of UDP and TCP, and the sequence number of TCP, are in the first 8 bytes. */
    private static void transport(Packet packet, int at, int protocol, int lengthBytes, QuotedPacket quoted) {
        quoted.transport(protocol, packet.get16(at), packet.get16(at + 2), packet.get32(at + 4), lengthBytes);
    }
}
