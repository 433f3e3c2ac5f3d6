package io.creel.ip.ipv6;

import io.creel.core.spec.Transfers;
import io.creel.ip.Destination;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.NextHop;
import io.creel.ip.SendResult;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Ipv6Descriptor;
import java.util.function.LongSupplier;

/**
 * Sends IPv6 datagrams (RFC 8200). One that is longer than the path carries is cut if its destination allows that
 * (section 4.5), under a random identification (RFC 7739). O(bytes) for fragments, O(1) else.
 */
public final class Ipv6Output {
    private static final int IDENTIFICATION = 4;
    private static final int FRAGMENT_HEADER_BYTES = Ipv6Descriptor.MIN_EXTENSION_BYTES;

    private final PacketPool pool;
    private final NextHop nextHop;
    private final HostCounters counters;
    private final LongSupplier random;

    /**
     * Makes an output over a link.
     *
     * @param pool gives the packets to be sent
     * @param nextHop sends each datagram on
     * @param counters the host's counters
     * @param random 64 random bits per call, which outsiders cannot predict
     */
    public Ipv6Output(PacketPool pool, NextHop nextHop, HostCounters counters, LongSupplier random) {
        this.pool = pool;
        this.nextHop = nextHop;
        this.counters = counters;
        this.random = random;
    }

    /**
     * Takes a transport packet, whatever becomes of it.
     *
     * @param packet starts with its transport header, and has room for the headers of IP and link in front
     * @param destination a destination with a route
     * @param protocol the number of the protocol above IP, see {@code IpProtocol}
     * @return what became of the packet; for one that was cut, of the first piece that could not leave
     */
    public SendResult send(@Transfers Packet packet, Destination destination, int protocol) {
        int bytes = packet.lengthBytes();
        int mtu = destination.mtuBytes();
        if (bytes + Ipv6Descriptor.HEADER_BYTES <= mtu) {
            packet.advance(-Ipv6Descriptor.HEADER_BYTES);
            header(packet, destination, protocol, bytes);
            return nextHop.send(packet, destination);
        }
        if (!destination.mayFragment() || bytes > Ipv6Descriptor.MAX_PAYLOAD_BYTES) {
            counters.count(HostCounter.TX_TOO_LONG);
            packet.release();
            return SendResult.TOO_LONG;
        }
        if (!nextHop.isReady(destination)) {
            packet.advance(-Ipv6Descriptor.HEADER_BYTES);
            header(packet, destination, protocol, bytes);
            return nextHop.send(packet, destination);
        }
        SendResult result = cut(packet, destination, protocol,
                mtu - Ipv6Descriptor.HEADER_BYTES - FRAGMENT_HEADER_BYTES & -8);
        packet.release();
        return result;
    }

    private SendResult cut(Packet packet, Destination destination, int protocol, int pieceBytes) {
        int bytes = packet.lengthBytes();
        int identification = (int) random.getAsLong();
        int head = Ipv6Descriptor.HEADER_BYTES + FRAGMENT_HEADER_BYTES;
        SendResult result = SendResult.SENT;
        for (int offset = 0; offset < bytes && result.isAccepted(); offset += pieceBytes) {
            int size = Math.min(pieceBytes, bytes - offset);
            Packet piece = pool.allocate();
            if (piece == null) {
                counters.count(HostCounter.TX_POOL_EXHAUSTED);
                return SendResult.POOL_EXHAUSTED;
            }
            piece.resize(EthernetDescriptor.HEADER_BYTES + head + size);
            piece.advance(EthernetDescriptor.HEADER_BYTES);
            piece.copyFrom(packet, offset, head, size);
            header(piece, destination, IpProtocol.FRAGMENT, FRAGMENT_HEADER_BYTES + size);
            int more = offset + size < bytes ? Ipv6Descriptor.FRAGMENT_MORE : 0;
            piece.set16(Ipv6Descriptor.HEADER_BYTES, protocol << 8);
            piece.set16(Ipv6Descriptor.HEADER_BYTES + Ipv6Descriptor.FRAGMENT_OFFSET, offset | more);
            piece.set32(Ipv6Descriptor.HEADER_BYTES + IDENTIFICATION, identification);
            counters.count(HostCounter.TX_FRAGMENTS);
            result = nextHop.send(piece, destination);
        }
        return result;
    }

    private static void header(Packet packet, Destination destination, int nextHeader, int payloadBytes) {
        Ipv6.write(packet, 0, nextHeader, destination.localHigh(), destination.localLow(), destination.remoteHigh(),
                destination.remoteLow(), payloadBytes);
        packet.set8(Ipv6Descriptor.HOP_LIMIT, destination.hopLimit());
    }
}
