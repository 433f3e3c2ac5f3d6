package io.creel.ip.ipv6;

import io.creel.core.spec.From;
import io.creel.core.spec.Transfers;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpBits;
import io.creel.ip.LocalAddresses;
import io.creel.ip.neighbour.NeighbourTable;
import io.creel.net.Packet;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.Icmp;
import io.creel.net.wire.Ipv6;
import java.util.function.LongSupplier;

/**
 * Neighbour solicitations and advertisements (RFC 4861, sections 7.2.3 and 7.2.5), after the validation of sections
 * 7.1.1 and 7.1.2: hop limit 255, code 0, a length that holds, a target that is no group, options of which none has
 * length 0, and the rules for an unspecified source. An own address that another host claims is kept, and announced
 * once in {@link #DEFEND_INTERVAL_NS}.
 */
public final class DiscoveryInput {
    /** Between two announcements of an address that another host claims. */
    public static final long DEFEND_INTERVAL_NS = 10_000_000_000L;

    private static final long NONE = -1;
    private static final long MALFORMED = -2;
    private static final long GROUP_BIT = 1L << 40;

    private final LocalAddresses addresses;
    private final NeighbourTable neighbours;
    private final DiscoveryOutput output;
    private final HostCounters counters;
    private final LongSupplier nanoClock;
    private boolean defended;
    private long defendedNs;

    /**
     * Makes the step for the host with these addresses.
     *
     * @param addresses the host's addresses and groups
     * @param neighbours learns the link addresses
     * @param output sends answers and announcements
     * @param counters the host's counters
     * @param nanoClock the host's clock, in nanoseconds; it never goes back
     */
    public DiscoveryInput(LocalAddresses addresses, NeighbourTable neighbours, DiscoveryOutput output,
            HostCounters counters, LongSupplier nanoClock) {
        this.addresses = addresses;
        this.neighbours = neighbours;
        this.output = output;
        this.counters = counters;
        this.nanoClock = nanoClock;
    }

    /**
     * Takes a message of neighbour discovery.
     *
     * @param packet an ICMPv6 message of types 133 to 137 that was parsed and verified; it is counted and released
     */
    public void receive(@From("POST_IP") @Transfers Packet packet) {
        int network = packet.headers().networkOffset();
        int icmp = packet.headers().transportOffset();
        int type = Icmp.type(packet, icmp);
        // Section 6.1 and 7.1: a packet from off the link has a lower hop limit.
        if (Ipv6.hopLimit(packet, network) != Discovery.HOP_LIMIT || Icmp.code(packet, icmp) != 0) {
            counters.end(packet, HostCounter.ND_REFUSED);
            return;
        }
        HostCounter outcome = switch (type) {
            case Discovery.SOLICITATION -> solicitation(packet, network, icmp);
            case Discovery.ADVERTISEMENT -> advertisement(packet, network, icmp);
            default -> HostCounter.ND_IGNORED;
        };
        counters.end(packet, outcome);
    }

    private HostCounter solicitation(Packet packet, int network, int icmp) {
        long mac = option(packet, icmp, Discovery.OPTION_SOURCE);
        long high = Ipv6.sourceHigh(packet, network);
        long low = Ipv6.sourceLow(packet, network);
        boolean unspecified = high == 0 && low == 0;
        if (mac == MALFORMED || isBadTarget(packet, icmp) || unspecified
                && (mac != NONE || !isToSolicitedNode(packet, network, icmp))) {
            return HostCounter.ND_REFUSED;
        }
        long targetHigh = packet.get64(icmp + Discovery.TARGET);
        long targetLow = packet.get64(icmp + Discovery.TARGET + 8);
        if (!addresses.isOwn(targetHigh, targetLow)) {
            return HostCounter.ND_NOT_FOR_US;
        }
        if (!unspecified && addresses.onLink(high, low) == null && !IpBits.isLinkLocal(high, low)) {
            return HostCounter.ND_REFUSED;
        }
        long answerTo = mac == NONE ? Ethernet.source(packet) : mac;
        if (!unspecified && mac != NONE) {
            neighbours.heard(high, low, mac, true);
        }
        output.advertise(targetHigh, targetLow, high, low, answerTo);
        return HostCounter.ND_RECEIVED;
    }

    private HostCounter advertisement(Packet packet, int network, int icmp) {
        long mac = option(packet, icmp, Discovery.OPTION_TARGET);
        int flags = packet.get8(icmp + Discovery.FLAGS);
        boolean solicited = (flags & Discovery.FLAG_SOLICITED) != 0;
        boolean toGroup = IpBits.isMulticast(Ipv6.destinationHigh(packet, network),
                Ipv6.destinationLow(packet, network));
        boolean unspecified = Ipv6.sourceHigh(packet, network) == 0 && Ipv6.sourceLow(packet, network) == 0;
        if (mac == MALFORMED || isBadTarget(packet, icmp) || unspecified || toGroup && solicited) {
            return HostCounter.ND_REFUSED;
        }
        long high = packet.get64(icmp + Discovery.TARGET);
        long low = packet.get64(icmp + Discovery.TARGET + 8);
        if (addresses.isOwn(high, low)) {
            defend(high, low);
            return HostCounter.ND_CONFLICTS;
        }
        if (!neighbours.knows(high, low)) {
            if (solicited && mac != NONE) {
                // For the table of another queue, which may have asked; this one makes no entry.
                neighbours.answered(high, low, mac, (flags & Discovery.FLAG_OVERRIDE) != 0);
            }
            return HostCounter.ND_NOT_FOR_US; // section 7.2.5: no entry is made for an advertisement
        }
        long known = neighbours.macAddress(high, low);
        long answered = mac == NONE ? known : mac;
        if (answered == NONE) {
            return HostCounter.ND_REFUSED; // section 7.2.5: the entry is incomplete, and there is no link address
        }
        if (solicited) {
            neighbours.answered(high, low, answered, (flags & Discovery.FLAG_OVERRIDE) != 0);
        } else if ((flags & Discovery.FLAG_OVERRIDE) != 0 || known == NONE) {
            neighbours.heard(high, low, answered, false);
        }
        return HostCounter.ND_RECEIVED;
    }

    private static boolean isBadTarget(Packet packet, int icmp) {
        return packet.headers().payloadOffset() + packet.headers().payloadBytes() < icmp + Discovery.OPTIONS
                || packet.get8(icmp + Discovery.TARGET) == 0xff;
    }

    private static boolean isToSolicitedNode(Packet packet, int network, int icmp) {
        long targetLow = packet.get64(icmp + Discovery.TARGET + 8);
        return Ipv6.destinationHigh(packet, network) == LocalAddresses.solicitedNodeHigh()
                && Ipv6.destinationLow(packet, network) == LocalAddresses.solicitedNode(targetLow);
    }

    /** The link address in an option; {@link #NONE} without one, {@link #MALFORMED} if the options are. O(bytes). */
    private static long option(Packet packet, int icmp, int wanted) {
        int at = icmp + Discovery.OPTIONS;
        int end = packet.headers().payloadOffset() + packet.headers().payloadBytes();
        if (at > end) {
            return MALFORMED;
        }
        long found = NONE;
        while (at < end) {
            int size = end - at < 2 ? 0 : packet.get8(at + 1) << 3;
            if (size == 0 || size > end - at) {
                return MALFORMED;
            }
            if (packet.get8(at) == wanted) {
                found = packet.get64(at) & 0xffff_ffff_ffffL;
                if (size != Discovery.OPTION_BYTES || found == 0 || (found & GROUP_BIT) != 0) {
                    return MALFORMED;
                }
            }
            at += size;
        }
        return found;
    }

    private void defend(long high, long low) {
        long nowNs = nanoClock.getAsLong();
        if (!defended || nowNs - defendedNs >= DEFEND_INTERVAL_NS) {
            defended = true;
            defendedNs = nowNs;
            output.unsolicited(high, low);
        }
    }
}
