package io.creel.ip.tcp;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Headers;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Tcp;

/**
 * Turns segments into whole frames with checksums and back, over IPv4 and IPv6, so that tests cross the same bytes as a
 * network.
 */
final class TcpWire {
    private static final int ETHERNET = 14;

    final PacketPool pool;
    final TcpStatistics statistics;
    private final TcpHeader header;

    TcpWire(PacketPool pool, TcpStatistics statistics) {
        this.pool = pool;
        this.statistics = statistics;
        header = new TcpHeader(statistics);
    }

    /** A frame from the local to the remote side; null if the pool is exhausted. */
    Packet encode(TcpEndpoints from, TcpSegment segment) {
        Packet packet = pool.allocate();
        if (packet == null) {
            return null;
        }
        int transport = addressed(packet, from, segment.headerBytes() + segment.payloadBytes());
        TcpHeader.write(segment, from, packet, transport);
        seal(packet);
        return packet;
    }

    /** Writes the headers below TCP, and returns where TCP begins. */
    static int addressed(Packet packet, TcpEndpoints from, int tcpBytes) {
        boolean ipv4 = from.isIpv4();
        int transport = ETHERNET + (ipv4 ? 20 : 40);
        packet.resize(transport + tcpBytes);
        Ethernet.destination(packet, 0x020000000002L);
        Ethernet.source(packet, 0x020000000001L);
        Ethernet.etherType(packet, ipv4 ? EthernetDescriptor.TYPE_IPV4 : EthernetDescriptor.TYPE_IPV6);
        if (ipv4) {
            Ipv4.write(packet, ETHERNET, IpProtocol.TCP, (int) from.localLow(), (int) from.remoteLow(), tcpBytes);
        } else {
            Ipv6.write(packet, ETHERNET, IpProtocol.TCP, from.localHigh(), from.localLow(), from.remoteHigh(),
                    from.remoteLow(), tcpBytes);
        }
        return transport;
    }

    static void seal(Packet packet) {
        packet.parse();
        Checksums.fill(packet, packet.headers());
    }

    /** Reads a frame as its receiver; false if a checksum or the options are wrong. */
    boolean decode(Packet packet, TcpEndpoints endpoints, TcpSegment segment) {
        if (packet.parse() != DropReason.NONE || packet.verifyChecksums() != DropReason.NONE
                || packet.isChecksumOpen() || packet.headers().protocol() != IpProtocol.TCP) {
            return false;
        }
        Headers headers = packet.headers();
        int ip = headers.networkOffset();
        int tcp = headers.transportOffset();
        int localPort = Tcp.destinationPort(packet, tcp);
        int remotePort = Tcp.sourcePort(packet, tcp);
        if (headers.isIpv4()) {
            endpoints.setIpv4(Ipv4.destination(packet, ip), localPort, Ipv4.source(packet, ip), remotePort);
        } else {
            endpoints.set(Ipv6.destinationHigh(packet, ip), Ipv6.destinationLow(packet, ip), localPort,
                    Ipv6.sourceHigh(packet, ip), Ipv6.sourceLow(packet, ip), remotePort);
        }
        return header.read(packet, segment);
    }
}
