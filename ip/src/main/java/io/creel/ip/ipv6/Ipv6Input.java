package io.creel.ip.ipv6;

import io.creel.core.spec.To;
import io.creel.core.spec.Unchecked;
import io.creel.ip.ChecksumCheck;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpBits;
import io.creel.ip.IpReceive;
import io.creel.ip.LocalAddresses;
import io.creel.ip.ethernet.EthernetInput;
import io.creel.net.Packet;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv6;
import io.creel.net.wire.Ipv6Descriptor;
import org.jspecify.annotations.Nullable;

/**
 * The checks of RFC 8200 for a host: checksum, source, destination, and the chain of extension headers, whose length
 * the parser bounds.
 *
 * <p>
 * Refused: jumbograms, a routing header with segments left (section 4.4: this host is no router), a hop-by-hop header
 * that is not the first (section 4.1), and options whose number says so (section 4.2). No ICMP error is sent about
 * them.
 */
public final class Ipv6Input implements IpReceive {
    private static final int OPTION_ACTION_SHIFT = 6;

    private final LocalAddresses addresses;
    private final ChecksumCheck checksums;
    private final HostCounters counters;

    /**
     * Makes the step for a host.
     *
     * @param addresses the host's addresses and groups
     * @param checksums verifies the checksums of the transports
     * @param counters the host's counters
     */
    public Ipv6Input(LocalAddresses addresses, ChecksumCheck checksums, HostCounters counters) {
        this.addresses = addresses;
        this.checksums = checksums;
        this.counters = counters;
    }

    @Override
    public boolean receive(Packet packet) {
        int offset = packet.headers().networkOffset();
        int first = Ipv6.nextHeader(packet, offset);
        if (Ipv6.payloadLengthBytes(packet, offset) == 0 && first != IpProtocol.NO_NEXT_HEADER) {
            return counters.end(packet, HostCounter.IP_LENGTH_UNKNOWN);
        }
        if (!checksums.isSound(packet)) {
            return false;
        }
        HostCounter refusal = refusalOfSource(packet, offset);
        if (refusal == null) {
            refusal = refusalOfDestination(packet, offset);
        }
        if (refusal == null && isRefusedChain(packet, offset, first)) {
            refusal = HostCounter.IPV6_HEADER_REFUSED;
        }
        return refusal == null ? passed(packet) : counters.end(packet, refusal);
    }

    /** The step ends: what was checked is the state. */
    @Unchecked("nothing changes but the name of the state")
    private static boolean passed(@To("POST_IP") Packet packet) {
        return true;
    }

    /** RFC 4291, sections 2.5.2, 2.5.3, 2.7: an unspecified source is for neighbour discovery alone. */
    private @Nullable HostCounter refusalOfSource(Packet packet, int offset) {
        long high = Ipv6.sourceHigh(packet, offset);
        long low = Ipv6.sourceLow(packet, offset);
        boolean unspecified = high == 0 && low == 0;
        // An IPv4 address within IPv6 would pass for a peer of version 4.
        if (IpBits.isMulticast(high, low) || IpBits.isLoopback(high, low) || IpBits.isIpv4(high, low)
                || unspecified && packet.headers().protocol() != IpProtocol.ICMPV6) {
            return HostCounter.RX_MARTIAN_SOURCE;
        }
        return addresses.isOwn(high, low) ? HostCounter.RX_OWN_SOURCE : null;
    }

    private @Nullable HostCounter refusalOfDestination(Packet packet, int offset) {
        return switch (addresses.role(Ipv6.destinationHigh(packet, offset), Ipv6.destinationLow(packet, offset))) {
            case OWN -> EthernetInput.isToGroup(packet) ? HostCounter.RX_BROADCAST_ON_LINK : null;
            case BROADCAST, GROUP -> null;
            case OTHER -> HostCounter.RX_NOT_FOR_US;
        };
    }

    /** The parser has walked this chain, so every header of it is there. O(bytes of extension headers). */
    private static boolean isRefusedChain(Packet packet, int start, int first) {
        int next = first;
        int offset = start + Ipv6Descriptor.HEADER_BYTES;
        for (int i = 0; i <= Ipv6Descriptor.MAX_EXTENSIONS; i++) {
            switch (next) {
                case IpProtocol.HOP_BY_HOP -> {
                    if (i > 0 || hasRefusedOption(packet, offset)) {
                        return true;
                    }
                }
                case IpProtocol.DESTINATION_OPTIONS -> {
                    if (hasRefusedOption(packet, offset)) {
                        return true;
                    }
                }
                case IpProtocol.ROUTING -> {
                    if (packet.get8(offset + Ipv6Descriptor.ROUTING_SEGMENTS_LEFT) != 0) {
                        return true;
                    }
                }
                case IpProtocol.AUTHENTICATION -> {
                    return true;
                }
                default -> {
                    return false;
                }
            }
            next = packet.get8(offset + Ipv6Descriptor.EXTENSION_NEXT_HEADER);
            offset += packet.get8(offset + Ipv6Descriptor.EXTENSION_LENGTH) + 1 << 3;
        }
        return false;
    }

    /** Whether an option is malformed, or unknown with a number that says: drop (RFC 8200, section 4.2). */
    private static boolean hasRefusedOption(Packet packet, int header) {
        int at = header + Ipv6Descriptor.OPTIONS;
        int end = header + (packet.get8(header + Ipv6Descriptor.EXTENSION_LENGTH) + 1 << 3);
        while (at < end) {
            int kind = packet.get8(at);
            if (kind == Ipv6Descriptor.OPTION_PAD_ONE) {
                at++;
                continue;
            }
            if (end - at < 2 || packet.get8(at + 1) > end - at - 2 || kind >>> OPTION_ACTION_SHIFT != 0) {
                return true;
            }
            at += 2 + packet.get8(at + 1);
        }
        return false;
    }
}
