package io.creel.ip.arp;

import io.creel.core.spec.Transfers;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpPrefix;
import io.creel.ip.LocalAddresses;
import io.creel.ip.ethernet.LinkOutput;
import io.creel.ip.neighbour.Solicitor;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.Arp;
import io.creel.net.wire.ArpDescriptor;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;

/** Sends ARP requests, replies and announcements (RFC 826; RFC 5227, section 2.3). */
public final class ArpOutput implements Solicitor {
    private final LocalAddresses addresses;
    private final PacketPool pool;
    private final LinkOutput link;
    private final HostCounters counters;

    /**
     * Makes the output for the host with these addresses.
     *
     * @param addresses the host's addresses and groups
     * @param pool gives the packets to be sent
     * @param link the link to send through
     * @param counters the host's counters
     */
    public ArpOutput(LocalAddresses addresses, PacketPool pool, LinkOutput link, HostCounters counters) {
        this.addresses = addresses;
        this.pool = pool;
        this.link = link;
        this.counters = counters;
    }

    @SuppressWarnings("NullAway") // a host that asks for an address of a version has one of it
    @Override
    public void solicit(long high, long low, long macAddress) {
        IpPrefix own = addresses.onLink(high, low);
        if (own == null) {
            own = addresses.first(true);
        }
        boolean everybody = macAddress == ALL_HOSTS;
        fresh(ArpDescriptor.REQUEST, own.address().ipv4(), everybody ? 0 : macAddress, (int) low,
                everybody ? Ethernet.BROADCAST : macAddress);
    }

    /**
     * Tells all hosts of the link that an address is ours (RFC 5227, section 1.1: an announcement is a request for
     * oneself).
     */
    void announce(int address) {
        fresh(ArpDescriptor.REQUEST, address, 0, address, Ethernet.BROADCAST);
    }

    private void fresh(int operation, int sender, long targetMac, int target, long destinationMac) {
        Packet packet = pool.allocate();
        if (packet == null) {
            counters.count(HostCounter.TX_POOL_EXHAUSTED);
            return;
        }
        packet.resize(EthernetDescriptor.HEADER_BYTES + ArpDescriptor.PACKET_BYTES);
        packet.advance(EthernetDescriptor.HEADER_BYTES);
        Arp.write(packet, 0, operation, addresses.macAddress(), sender, targetMac, target);
        link.send(packet, destinationMac, EthernetDescriptor.TYPE_ARP);
    }

    /** Turns a request into its reply and sends it. */
    void reply(@Transfers Packet request, int own, long targetMac, int target) {
        request.resize(EthernetDescriptor.HEADER_BYTES + ArpDescriptor.PACKET_BYTES);
        request.advance(EthernetDescriptor.HEADER_BYTES);
        Arp.write(request, 0, ArpDescriptor.REPLY, addresses.macAddress(), own, targetMac, target);
        link.send(request, targetMac, EthernetDescriptor.TYPE_ARP);
    }
}
