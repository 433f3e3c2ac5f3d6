package io.creel.ip.ipv4;

import io.creel.core.spec.Transfers;
import io.creel.ip.Destination;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.NextHop;
import io.creel.ip.SendResult;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv4Descriptor;
import java.util.function.LongSupplier;

/**
 * Sends IPv4 datagrams (RFC 791, section 3.2). One that fits the path carries don't-fragment and the identification 0
 * (RFC 6864, section 4.1). A longer one is cut if its destination allows that. The identification of its pieces is
 * random. On a path whose MTU is at its floor, short datagrams also have a random one, because routers may cut them.
 * O(bytes) for fragments, otherwise O(1).
 */
public final class Ipv4Output {
    /** On a path with this MTU routers may cut datagrams; see {@code PathMtus}. */
    private static final int FLOOR_BYTES = 576;

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
    public Ipv4Output(PacketPool pool, NextHop nextHop, HostCounters counters, LongSupplier random) {
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
        if (bytes + Ipv4Descriptor.MIN_HEADER_BYTES <= mtu) {
            packet.advance(-Ipv4Descriptor.MIN_HEADER_BYTES);
            header(packet, destination, protocol, bytes);
            if (mtu <= FLOOR_BYTES && destination.mayFragment()) {
                mark(packet, (int) random.getAsLong() & 0xffff, 0);
            }
            return nextHop.send(packet, destination);
        }
        if (!destination.mayFragment() || bytes + Ipv4Descriptor.MIN_HEADER_BYTES > Ipv4Descriptor.MAX_PACKET_BYTES) {
            counters.count(HostCounter.TX_TOO_LONG);
            packet.release();
            return SendResult.TOO_LONG;
        }
        if (!nextHop.isReady(destination)) {
            packet.advance(-Ipv4Descriptor.MIN_HEADER_BYTES);
            header(packet, destination, protocol, bytes);
            mark(packet, 0, 0);
            return nextHop.send(packet, destination);
        }
        SendResult result = cut(packet, destination, protocol, mtu - Ipv4Descriptor.MIN_HEADER_BYTES & -8);
        packet.release();
        return result;
    }

    private SendResult cut(Packet packet, Destination destination, int protocol, int pieceBytes) {
        int bytes = packet.lengthBytes();
        int identification = (int) random.getAsLong() & 0xffff;
        SendResult result = SendResult.SENT;
        for (int offset = 0; offset < bytes && result.isAccepted(); offset += pieceBytes) {
            int size = Math.min(pieceBytes, bytes - offset);
            Packet piece = pool.allocate();
            if (piece == null) {
                counters.count(HostCounter.TX_POOL_EXHAUSTED);
                return SendResult.POOL_EXHAUSTED;
            }
            piece.resize(EthernetDescriptor.HEADER_BYTES + Ipv4Descriptor.MIN_HEADER_BYTES + size);
            piece.advance(EthernetDescriptor.HEADER_BYTES);
            piece.copyFrom(packet, offset, Ipv4Descriptor.MIN_HEADER_BYTES, size);
            header(piece, destination, protocol, size);
            mark(piece, identification, offset >>> 3 | (offset + size < bytes ? Ipv4Descriptor.MORE_FRAGMENTS : 0));
            counters.count(HostCounter.TX_FRAGMENTS);
            result = nextHop.send(piece, destination);
        }
        return result;
    }

    private static void header(Packet packet, Destination destination, int protocol, int payloadBytes) {
        Ipv4.write(packet, 0, protocol, (int) destination.localLow(), (int) destination.remoteLow(), payloadBytes);
        if (destination.hopLimit() != Ipv4.timeToLive(packet, 0)) {
            Ipv4.timeToLive(packet, 0, destination.hopLimit());
        }
    }

    private static void mark(Packet packet, int identification, int flagsAndOffset) {
        packet.set16(Ipv4Descriptor.IDENTIFICATION, identification);
        packet.set16(Ipv4Descriptor.FRAGMENT, flagsAndOffset);
        Checksums.fillIpv4(packet, 0);
    }
}
