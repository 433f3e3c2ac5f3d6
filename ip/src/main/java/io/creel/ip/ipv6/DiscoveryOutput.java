package io.creel.ip.ipv6;

import io.creel.ip.Destination;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpPrefix;
import io.creel.ip.LocalAddresses;
import io.creel.ip.ethernet.LinkOutput;
import io.creel.ip.neighbour.Solicitor;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.Checksum;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.IcmpDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Ipv6Descriptor;

/** Sends neighbour solicitations and advertisements (RFC 4861, sections 7.2.2 and 7.2.4). */
public final class DiscoveryOutput implements Solicitor {
    private static final long ALL_NODES = 1;

    private final LocalAddresses addresses;
    private final PacketPool pool;
    private final LinkOutput link;
    private final HostCounters counters;
    private final Destination ends = new Destination();

    /**
     * Makes the output for the host with these addresses.
     *
     * @param addresses the host's addresses and groups
     * @param pool gives the packets to be sent
     * @param link the link to send through
     * @param counters the host's counters
     */
    public DiscoveryOutput(LocalAddresses addresses, PacketPool pool, LinkOutput link, HostCounters counters) {
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
            own = addresses.first(false);
        }
        if (macAddress == ALL_HOSTS) {
            long groupHigh = LocalAddresses.solicitedNodeHigh();
            long groupLow = LocalAddresses.solicitedNode(low);
            ends.ends(own.address().high(), own.address().low(), groupHigh, groupLow);
            send(Discovery.SOLICITATION, 0, high, low, Discovery.OPTION_SOURCE,
                    LocalAddresses.groupMac(groupHigh, groupLow));
        } else {
            ends.ends(own.address().high(), own.address().low(), high, low);
            send(Discovery.SOLICITATION, 0, high, low, Discovery.OPTION_SOURCE, macAddress);
        }
    }

    /** Answers a solicitation for an own address. */
    void advertise(long ownHigh, long ownLow, long askerHigh, long askerLow, long askerMac) {
        if (askerHigh == 0 && askerLow == 0) {
            // RFC 4861, section 7.2.4: an asker without an address is answered to all nodes.
            unsolicited(ownHigh, ownLow);
            return;
        }
        ends.ends(ownHigh, ownLow, askerHigh, askerLow);
        send(Discovery.ADVERTISEMENT, Discovery.FLAG_SOLICITED | Discovery.FLAG_OVERRIDE, ownHigh, ownLow,
                Discovery.OPTION_TARGET, askerMac);
    }

    /** Tells all nodes that an address is ours. */
    void unsolicited(long ownHigh, long ownLow) {
        long high = LocalAddresses.solicitedNodeHigh();
        ends.ends(ownHigh, ownLow, high, ALL_NODES);
        send(Discovery.ADVERTISEMENT, Discovery.FLAG_OVERRIDE, ownHigh, ownLow, Discovery.OPTION_TARGET,
                LocalAddresses.groupMac(high, ALL_NODES));
    }

    private void send(int type, int flags, long targetHigh, long targetLow, int option, long destinationMac) {
        Packet packet = pool.allocate();
        if (packet == null) {
            counters.count(HostCounter.TX_POOL_EXHAUSTED);
            return;
        }
        int message = Discovery.OPTIONS + Discovery.OPTION_BYTES;
        int icmp = Ipv6Descriptor.HEADER_BYTES;
        packet.resize(EthernetDescriptor.HEADER_BYTES + icmp + message);
        packet.advance(EthernetDescriptor.HEADER_BYTES);
        Ipv6.write(packet, 0, IpProtocol.ICMPV6, ends.localHigh(), ends.localLow(), ends.remoteHigh(),
                ends.remoteLow(), message);
        packet.set8(Ipv6Descriptor.HOP_LIMIT, Discovery.HOP_LIMIT);
        packet.set32(icmp, type << 24);
        packet.set32(icmp + Discovery.FLAGS, flags << 24);
        packet.set64(icmp + Discovery.TARGET, targetHigh);
        packet.set64(icmp + Discovery.TARGET + 8, targetLow);
        packet.set64(icmp + Discovery.OPTIONS, (long) option << 56 | 1L << 48 | addresses.macAddress());
        long sum = Checksum.sum(packet, icmp, message) + ends.pseudoHeaderSum(IpProtocol.ICMPV6, message);
        packet.set16(icmp + IcmpDescriptor.CHECKSUM, Checksum.finish(sum));
        link.send(packet, destinationMac, EthernetDescriptor.TYPE_IPV6);
    }
}
