package io.creel.ip.arp;

import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpBits;
import io.creel.ip.LocalAddresses;
import io.creel.ip.neighbour.NeighbourTable;
import io.creel.net.Packet;
import io.creel.net.wire.Arp;
import io.creel.net.wire.ArpDescriptor;
import java.util.function.LongSupplier;

/**
 * The packet reception of RFC 826, with the rules of RFC 1122, section 2.3.2, and the defence of RFC 5227, section 2.4
 * (c): a host that sees its address used by another one announces itself, once in {@link #DEFEND_INTERVAL_NS} at most,
 * and keeps the address.
 *
 * <p>
 * What may be learned is decided by {@link NeighbourTable}: only a request for an address of ours makes an entry.
 */
public final class ArpInput implements ArpReceive {
    /** RFC 5227, section 1.1: DEFEND_INTERVAL. */
    public static final long DEFEND_INTERVAL_NS = 10_000_000_000L;

    private static final long GROUP_BIT = 1L << 40;

    private final LocalAddresses addresses;
    private final NeighbourTable neighbours;
    private final ArpOutput output;
    private final HostCounters counters;
    private final LongSupplier nanoClock;
    private boolean defended;
    private long defendedNs;

    /**
     * Makes the step for the host with these addresses.
     *
     * @param addresses the host's addresses and groups
     * @param neighbours learns the link addresses
     * @param output sends replies and announcements
     * @param counters the host's counters
     * @param nanoClock the host's clock, in nanoseconds; it never goes back
     */
    public ArpInput(LocalAddresses addresses, NeighbourTable neighbours, ArpOutput output, HostCounters counters,
            LongSupplier nanoClock) {
        this.addresses = addresses;
        this.neighbours = neighbours;
        this.output = output;
        this.counters = counters;
        this.nanoClock = nanoClock;
    }

    @Override
    public void receive(Packet packet) {
        int offset = packet.headers().networkOffset();
        int operation = Arp.operation(packet, offset);
        long senderMac = Arp.senderHardware(packet, offset);
        int sender = Arp.senderProtocol(packet, offset);
        int target = Arp.targetProtocol(packet, offset);
        long senderLow = IpBits.mapped(sender);
        if (operation != ArpDescriptor.REQUEST && operation != ArpDescriptor.REPLY || senderMac == 0
                || (senderMac & GROUP_BIT) != 0 || senderMac == addresses.macAddress()) {
            counters.end(packet, HostCounter.ARP_REFUSED);
            return;
        }
        if (addresses.isOwn(0, senderLow)) {
            defend(sender);
            counters.end(packet, HostCounter.ARP_CONFLICTS);
            return;
        }
        // RFC 5227, section 1.1: a probe has no sender address, and teaches nothing.
        boolean probe = sender == 0;
        if (!probe && !isHostOfLink(senderLow)) {
            counters.end(packet, HostCounter.ARP_REFUSED);
            return;
        }
        boolean forUs = addresses.isOwn(0, IpBits.mapped(target));
        boolean known = neighbours.knows(0, senderLow);
        boolean request = operation == ArpDescriptor.REQUEST;
        if (!probe) {
            learn(request, forUs, senderLow, senderMac, Arp.targetHardware(packet, offset));
        }
        if (forUs && request) {
            counters.count(HostCounter.ARP_RECEIVED);
            output.reply(packet, target, senderMac, sender);
        } else {
            counters.end(packet, forUs || known ? HostCounter.ARP_RECEIVED : HostCounter.ARP_NOT_FOR_US);
        }
    }

    private void learn(boolean request, boolean forUs, long senderLow, long senderMac, long targetMac) {
        if (!request && forUs && targetMac == addresses.macAddress()) {
            neighbours.answered(0, senderLow, senderMac, true);
        } else {
            neighbours.heard(0, senderLow, senderMac, request && forUs);
        }
    }

    private boolean isHostOfLink(long low) {
        return !IpBits.isMulticast(0, low) && !IpBits.isLoopback(0, low) && !addresses.isBroadcast(0, low)
                && addresses.onLink(0, low) != null;
    }

    private void defend(int address) {
        long nowNs = nanoClock.getAsLong();
        if (!defended || nowNs - defendedNs >= DEFEND_INTERVAL_NS) {
            defended = true;
            defendedNs = nowNs;
            output.announce(address);
        }
    }
}
