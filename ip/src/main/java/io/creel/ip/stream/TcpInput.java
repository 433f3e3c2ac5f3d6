package io.creel.ip.stream;

import io.creel.ip.ErrorReceive;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpBits;
import io.creel.ip.LocalAddresses;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.QuotedPacket;
import io.creel.ip.tcp.TcpConnection;
import io.creel.ip.tcp.TcpCounter;
import io.creel.ip.tcp.TcpEndpoints;
import io.creel.ip.tcp.TcpHeader;
import io.creel.ip.tcp.TcpHost;
import io.creel.ip.tcp.TcpSegment;
import io.creel.net.Packet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Tcp;

/**
 * The receive step of TCP (RFC 9293, section 3.10.7): reads the segment and gives it to its connection, or to a
 * listener. Segments to a group are dropped (RFC 9293, MUST-57). ICMP errors go to the connection that they quote,
 * which believes them only if the quoted sequence number is in flight (RFC 5927).
 *
 * <p>
 * Of the one worker that runs the host, so it takes no lock. Allocates nothing once the connections have been used.
 */
final class TcpInput implements ProtocolReceive, ErrorReceive {
    private static final int TCP_HEADER_BYTES = 20;

    private final TcpHost tcp;
    private final TcpClock clock;
    private final LocalAddresses addresses;
    private final HostCounters counters;
    private final TcpHeader header;
    private final TcpSegment segment = new TcpSegment();
    private final TcpEndpoints endpoints = new TcpEndpoints();

    TcpInput(TcpHost tcp, TcpClock clock, LocalAddresses addresses, HostCounters counters) {
        this.tcp = tcp;
        this.clock = clock;
        this.addresses = addresses;
        this.counters = counters;
        header = new TcpHeader(tcp.statistics());
    }

    @Override
    public void receive(Packet packet) {
        readEnds(packet);
        if ((packet.get8(0) & 1) != 0 || !addresses.isOwn(endpoints.localHigh(), endpoints.localLow())) {
            counters.end(packet, HostCounter.TCP_TO_GROUP);
            return;
        }
        if (!header.read(packet, segment)) {
            counters.end(packet, HostCounter.RX_MALFORMED);
            return;
        }
        counters.count(HostCounter.TCP_RECEIVED);
        // A connection may keep the packet beyond this coroutine.
        packet.handOver();
        if (!tcp.receive(endpoints, segment, clock.nowNs())) {
            packet.release();
        }
        clock.rearm();
    }

    private void readEnds(Packet packet) {
        Headers headers = packet.headers();
        int network = headers.networkOffset();
        int at = headers.transportOffset();
        int localPort = Tcp.destinationPort(packet, at);
        int remotePort = Tcp.sourcePort(packet, at);
        if (headers.isIpv4()) {
            endpoints.setIpv4(Ipv4.destination(packet, network), localPort, Ipv4.source(packet, network), remotePort);
        } else {
            endpoints.set(Ipv6.destinationHigh(packet, network), Ipv6.destinationLow(packet, network), localPort,
                    Ipv6.sourceHigh(packet, network), Ipv6.sourceLow(packet, network), remotePort);
        }
    }

    @Override
    public boolean error(QuotedPacket quoted) {
        endpoints.set(quoted.localHigh(), quoted.localLow(), quoted.localPort(), quoted.remoteHigh(),
                quoted.remoteLow(), quoted.remotePort());
        TcpConnection connection = tcp.find(endpoints);
        if (connection == null) {
            return false;
        }
        long ignored = tcp.statistics().get(TcpCounter.ICMP_IGNORED);
        if (quoted.kind() == QuotedPacket.Kind.TOO_LONG) {
            int ip = IpBits.isIpv4(quoted.remoteHigh(), quoted.remoteLow()) ? 20 : 40;
            connection.pathLimit(quoted.sequence(), quoted.mtuBytes() - ip - TCP_HEADER_BYTES, clock.nowNs());
        } else {
            connection.unreachable(quoted.sequence(), isHard(quoted.kind()), clock.nowNs());
        }
        clock.rearm();
        return tcp.statistics().get(TcpCounter.ICMP_IGNORED) == ignored;
    }

    /** RFC 1122, section 4.2.3.9. */
    private static boolean isHard(QuotedPacket.Kind kind) {
        return kind == QuotedPacket.Kind.PORT_UNREACHABLE || kind == QuotedPacket.Kind.PROTOCOL_UNREACHABLE
                || kind == QuotedPacket.Kind.PROHIBITED;
    }
}
