package io.creel.ip.host;

import io.creel.core.ThreadBinding;
import io.creel.core.spec.Returns;
import io.creel.core.spec.Transfers;
import io.creel.ip.Destination;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpAddress;
import io.creel.ip.IpBits;
import io.creel.ip.IpOutput;
import io.creel.ip.IpPrefix;
import io.creel.ip.LocalAddresses;
import io.creel.ip.NextHop;
import io.creel.ip.SendResult;
import io.creel.ip.ethernet.LinkOutput;
import io.creel.ip.icmp.PathMtus;
import io.creel.ip.ipv4.Ipv4Output;
import io.creel.ip.ipv6.Ipv6Output;
import io.creel.ip.neighbour.NeighbourTable;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv4Descriptor;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Ipv6Descriptor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The way out: a route (RFC 1122, section 3.3.1), the IP header, the neighbour, the link. */
final class IpSender implements IpOutput, NextHop {
    /** Headers of link, IPv6 and a fragment. */
    private static final int HEAD_BYTES = EthernetDescriptor.HEADER_BYTES + 48;

    private final LocalAddresses addresses;
    private final @Nullable IpAddress gateway4;
    private final @Nullable IpAddress gateway6;
    private final int linkMtuBytes;
    private final PathMtus pathMtus;
    private final PacketPool pool;
    private final @Nullable PacketPool largePool;
    private final NeighbourTable neighbours;
    private final LinkOutput link;
    private final HostCounters counters;
    private final ThreadBinding binding;
    private final Ipv4Output ipv4;
    private final Ipv6Output ipv6;
    /** Of a datagram that has waited; filled again for each. */
    private final Destination late = new Destination();

    IpSender(LocalAddresses addresses, @Nullable IpAddress gateway4, @Nullable IpAddress gateway6, int linkMtuBytes,
            PathMtus pathMtus,
            PacketPool pool, @Nullable PacketPool largePool, NeighbourTable neighbours, LinkOutput link,
            HostCounters counters,
            LongSupplier random, ThreadBinding binding) {
        this.binding = binding;
        this.addresses = addresses;
        this.gateway4 = gateway4;
        this.gateway6 = gateway6;
        this.linkMtuBytes = linkMtuBytes;
        this.pathMtus = pathMtus;
        this.pool = pool;
        this.largePool = largePool;
        this.neighbours = neighbours;
        this.link = link;
        this.counters = counters;
        ipv4 = new Ipv4Output(pool, this, counters, random);
        ipv6 = new Ipv6Output(pool, this, counters, random);
        late.mayFragment(true);
    }

    /** What a packet of a pool holds behind the headers of IP and link. */
    static int transportBytes(PacketPool pool) {
        return pool.bufferBytes() - Math.max(pool.headroomBytes(), HEAD_BYTES);
    }

    @Override
    public @Nullable Packet allocate() {
        binding.check("allocate");
        return behindHeaders(pool.allocate());
    }

    @Override
    public @Nullable Packet allocateLarge() {
        binding.check("allocate");
        return behindHeaders(largePool == null ? null : largePool.allocate());
    }

    @Returns("packet")
    private @Nullable Packet behindHeaders(@Nullable Packet packet) {
        if (packet == null) {
            counters.count(HostCounter.TX_POOL_EXHAUSTED);
        } else if (packet.headroomBytes() < HEAD_BYTES) {
            int missing = HEAD_BYTES - packet.headroomBytes();
            packet.resize(missing);
            packet.advance(missing);
        }
        return packet;
    }

    @Override
    public boolean route(Destination destination) {
        binding.check("route");
        long high = destination.remoteHigh();
        long low = destination.remoteLow();
        boolean group = IpBits.isMulticast(high, low) || addresses.isBroadcast(high, low);
        IpPrefix own = addresses.onLink(high, low);
        long hopHigh = high;
        long hopLow = low;
        if (group || own == null && IpBits.isLinkLocal(high, low)) {
            own = own == null ? addresses.first(destination.isIpv4()) : own;
        } else if (own == null) {
            IpAddress gateway = destination.isIpv4() ? gateway4 : gateway6;
            if (gateway != null) {
                hopHigh = gateway.high();
                hopLow = gateway.low();
                own = source(hopHigh, hopLow);
            }
        }
        // Nothing comes back from the link that a host sends to itself.
        if (own == null || addresses.isOwn(high, low) || IpBits.isLoopback(high, low)
                || IpBits.isUnspecified(high, low)) {
            return false;
        }
        if (IpBits.isUnspecified(destination.localHigh(), destination.localLow())) {
            destination.ends(own.address().high(), own.address().low(), high, low);
        } else if (IpBits.isIpv4(destination.localHigh(), destination.localLow()) != destination.isIpv4()) {
            return false;
        }
        destination.way(hopHigh, hopLow, group, pathMtus.get(high, low, linkMtuBytes));
        return true;
    }

    /**
     * The address to send from by way of a gateway: not one of the link alone if there is another (RFC 6724, rule 2).
     */
    private @Nullable IpPrefix source(long gatewayHigh, long gatewayLow) {
        IpPrefix beside = addresses.onLink(gatewayHigh, gatewayLow);
        return beside == null || IpBits.isLinkLocal(beside.address().high(), beside.address().low())
                ? addresses.first(IpBits.isIpv4(gatewayHigh, gatewayLow))
                : beside;
    }

    @Override
    public SendResult send(Packet packet, Destination destination, int protocol) {
        return destination.isIpv4()
                ? ipv4.send(packet, destination, protocol)
                : ipv6.send(packet, destination, protocol);
    }

    @Override
    public SendResult send(Packet packet, Destination destination) {
        if (!destination.isGroup()) {
            return neighbours.send(packet, destination.nextHopHigh(), destination.nextHopLow());
        }
        long high = destination.remoteHigh();
        long low = destination.remoteLow();
        long mac = IpBits.isMulticast(high, low) ? LocalAddresses.groupMac(high, low) : Ethernet.BROADCAST;
        return link.send(packet, mac,
                destination.isIpv4() ? EthernetDescriptor.TYPE_IPV4 : EthernetDescriptor.TYPE_IPV6);
    }

    @Override
    public boolean isReady(Destination destination) {
        return destination.isGroup() || neighbours.isUsable(destination.nextHopHigh(), destination.nextHopLow());
    }

    /** Sends a packet that has waited for a neighbour, in pieces if it is too long for its path and may be cut. */
    SendResult sendLate(@Transfers Packet packet, long hopHigh, long hopLow) {
        boolean isIpv4 = packet.get8(0) >>> 4 == 4;
        if (isIpv4) {
            late.ends(0, IpBits.mapped(Ipv4.source(packet, 0)), 0, IpBits.mapped(Ipv4.destination(packet, 0)));
        } else {
            late.ends(Ipv6.sourceHigh(packet, 0), Ipv6.sourceLow(packet, 0), Ipv6.destinationHigh(packet, 0),
                    Ipv6.destinationLow(packet, 0));
        }
        int mtu = pathMtus.get(late.remoteHigh(), late.remoteLow(), linkMtuBytes);
        boolean mayBeCut = !isIpv4 || (packet.get16(Ipv4Descriptor.FRAGMENT) & Ipv4Descriptor.DONT_FRAGMENT) == 0;
        if (packet.lengthBytes() <= mtu || !mayBeCut) {
            return neighbours.send(packet, hopHigh, hopLow);
        }
        late.way(hopHigh, hopLow, false, mtu);
        late.hopLimit(isIpv4 ? Ipv4.timeToLive(packet, 0) : packet.get8(Ipv6Descriptor.HOP_LIMIT));
        int protocol = packet.get8(isIpv4 ? Ipv4Descriptor.PROTOCOL : Ipv6Descriptor.NEXT_HEADER);
        packet.advance(isIpv4 ? Ipv4Descriptor.MIN_HEADER_BYTES : Ipv6Descriptor.HEADER_BYTES);
        return send(packet, late, protocol);
    }
}
