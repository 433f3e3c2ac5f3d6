package io.creel.ip.stream;

import io.creel.core.spec.From;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Result;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.LocalAddresses;
import io.creel.ip.tcp.TcpEndpoints;
import io.creel.ip.tcp.TcpHeader;
import io.creel.ip.tcp.TcpSegment;
import io.creel.ip.tcp.TcpStatistics;
import io.creel.net.Packet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Tcp;

/** The working objects of a receive step: a segment as it was read. One step at a time; allocates nothing. */
final class Arrival {
    final TcpSegment segment = new TcpSegment();
    final TcpEndpoints endpoints = new TcpEndpoints();
    private final LocalAddresses addresses;
    private final HostCounters counters;
    private final TcpHeader header;

    Arrival(TcpStatistics statistics, LocalAddresses addresses, HostCounters counters) {
        this.addresses = addresses;
        this.counters = counters;
        header = new TcpHeader(statistics);
    }

    /** Reads a packet; one that is no segment for this host is counted and released. */
    boolean read(@From("POST_IP") @Transfers(when = Result.FALSE) Packet packet) {
        readEnds(packet);
        if ((packet.get8(0) & 1) != 0 || !addresses.isOwn(endpoints.localHigh(), endpoints.localLow())) {
            return counters.end(packet, HostCounter.TCP_TO_GROUP);
        }
        if (!header.read(packet, segment)) {
            return counters.end(packet, HostCounter.RX_MALFORMED);
        }
        return true;
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
}
