package io.creel.ip.neighbour;

import io.creel.net.Packet;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4Descriptor;
import io.creel.net.wire.Ipv6Descriptor;
import io.creel.net.wire.Tcp;

/**
 * Whether a packet of ours, from its IP header on, repeats another: a segment of TCP with the same ends, flags, number
 * and length.
 */
final class Repeats {
    private Repeats() {
    }

    static boolean isRepeat(Packet before, Packet packet) {
        int version = packet.get8(0) >>> 4;
        if (before.lengthBytes() != packet.lengthBytes() || before.get8(0) != packet.get8(0)) {
            return false;
        }
        boolean ipv4 = version == 4;
        int protocol = packet.get8(ipv4 ? Ipv4Descriptor.PROTOCOL : Ipv6Descriptor.NEXT_HEADER);
        int protocolBefore = before.get8(ipv4 ? Ipv4Descriptor.PROTOCOL : Ipv6Descriptor.NEXT_HEADER);
        if (protocol != IpProtocol.TCP || protocolBefore != IpProtocol.TCP) {
            return false;
        }
        int first = ipv4 ? Ipv4Descriptor.SOURCE : Ipv6Descriptor.SOURCE;
        int transport = ipv4 ? Ipv4Descriptor.MIN_HEADER_BYTES : Ipv6Descriptor.HEADER_BYTES;
        // Both addresses, both ports and the sequence number, which follow each other.
        for (int at = first; at < transport + 8; at += 4) {
            if (before.get32(at) != packet.get32(at)) {
                return false;
            }
        }
        return Tcp.flags(before, transport) == Tcp.flags(packet, transport);
    }
}
