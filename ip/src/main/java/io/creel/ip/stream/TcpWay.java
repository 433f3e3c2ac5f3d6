package io.creel.ip.stream;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.ip.Destination;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpOutput;
import io.creel.ip.tcp.TcpEndpoints;
import io.creel.ip.tcp.TcpHeader;
import io.creel.ip.tcp.TcpSegment;
import io.creel.ip.tcp.TcpSink;
import io.creel.net.Packet;
import io.creel.net.wire.Checksum;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.TcpDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Writes segments into packets, with their checksum (RFC 9293, section 3.1), and sends them by IP. A segment that is
 * longer than a path MTU which another connection has learnt leaves in fragments. Allocates nothing.
 */
final class TcpWay implements TcpSink {
    private final IpOutput output;
    private final HostCounters counters;
    private final Destination destination = new Destination();

    TcpWay(IpOutput output, HostCounters counters) {
        this.output = output;
        this.counters = counters;
        destination.mayFragment(true);
    }

    @Override
    public int pathBytes(TcpEndpoints endpoints) {
        destination.ends(endpoints.localHigh(), endpoints.localLow(), endpoints.remoteHigh(), endpoints.remoteLow());
        return output.route(destination)
                ? destination.maxTransportBytes() - TcpDescriptor.MIN_HEADER_BYTES
                : Integer.MAX_VALUE;
    }

    @Override
    public boolean transmit(TcpEndpoints endpoints, TcpSegment segment) {
        destination.ends(endpoints.localHigh(), endpoints.localLow(), endpoints.remoteHigh(), endpoints.remoteLow());
        if (!output.route(destination)) {
            counters.count(HostCounter.TX_NO_ROUTE);
            return false;
        }
        Packet packet = write(output, endpoints, segment);
        return packet != null && output.send(packet, destination, IpProtocol.TCP).isAccepted();
    }

    /** A packet of the output that begins with the segment; null if none is free, which is counted. */
    @Acquires(when = Result.NON_NULL)
    static @Nullable Packet write(IpOutput output, TcpEndpoints endpoints, TcpSegment segment) {
        Packet packet = output.allocate();
        if (packet != null) {
            int bytes = segment.headerBytes() + segment.payloadBytes();
            packet.resize(bytes);
            TcpHeader.write(segment, endpoints, packet, 0);
            packet.set16(TcpDescriptor.CHECKSUM, Checksum.finish(Checksum.sum(packet, 0, bytes)
                    + Destination.pseudoHeaderSum(endpoints.localHigh(), endpoints.localLow(), endpoints.remoteHigh(),
                            endpoints.remoteLow(), IpProtocol.TCP, bytes)));
        }
        return packet;
    }
}
