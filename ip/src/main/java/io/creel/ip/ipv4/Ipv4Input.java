package io.creel.ip.ipv4;

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
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv4Descriptor;
import org.jspecify.annotations.Nullable;

/**
 * The checks of RFC 1122, section 3.2.1, in its order: checksum, source, destination, options. The time to live of a
 * datagram that has arrived does not matter (section 3.2.1.7).
 *
 * <p>
 * Source routes are refused, with the practice of RFC 7126, section 4.3, and RFC 1122, section 3.3.5, which lets a host
 * be no router. Other options are skipped, as RFC 1122, section 3.2.1.8, allows, or refused if the host is told so.
 */
public final class Ipv4Input implements IpReceive {
    private final LocalAddresses addresses;
    private final ChecksumCheck checksums;
    private final HostCounters counters;
    private final boolean refuseOptions;

    /**
     * Makes the step for a host.
     *
     * @param addresses the host's addresses and groups
     * @param checksums verifies the checksums of IP and transport
     * @param counters the host's counters
     * @param refuseOptions whether a datagram with any option but padding is dropped
     */
    public Ipv4Input(LocalAddresses addresses, ChecksumCheck checksums, HostCounters counters, boolean refuseOptions) {
        this.addresses = addresses;
        this.checksums = checksums;
        this.counters = counters;
        this.refuseOptions = refuseOptions;
    }

    @Override
    public boolean receive(Packet packet) {
        int offset = packet.headers().networkOffset();
        if (Ipv4.totalLengthBytes(packet, offset) == 0) {
            return counters.end(packet, HostCounter.IP_LENGTH_UNKNOWN);
        }
        if (!checksums.isSound(packet)) {
            return false;
        }
        HostCounter refusal = refusalOfSource(IpBits.mapped(Ipv4.source(packet, offset)));
        if (refusal == null) {
            refusal = refusalOfDestination(packet, IpBits.mapped(Ipv4.destination(packet, offset)));
        }
        if (refusal == null && Ipv4.headerLengthBytes(packet, offset) > Ipv4Descriptor.MIN_HEADER_BYTES
                && hasRefusedOption(packet, offset)) {
            refusal = HostCounter.IPV4_OPTIONS_REFUSED;
        }
        return refusal == null ? passed(packet) : counters.end(packet, refusal);
    }

    /** The step ends: what was checked is the state. */
    @Unchecked("nothing changes but the name of the state")
    private static boolean passed(@To("POST_IP") Packet packet) {
        return true;
    }

    /** RFC 1122, section 3.2.1.3: addresses that are no source of any host; RFC 6890 for the reserved ones. */
    private @Nullable HostCounter refusalOfSource(long low) {
        int address = (int) low;
        if (address >>> 24 == 0 || address >>> 28 >= 0xe || IpBits.isLoopback(0, low)
                || addresses.isBroadcast(0, low)) {
            return HostCounter.RX_MARTIAN_SOURCE;
        }
        return addresses.isOwn(0, low) ? HostCounter.RX_OWN_SOURCE : null;
    }

    private @Nullable HostCounter refusalOfDestination(Packet packet, long low) {
        return switch (addresses.role(0, low)) {
            // RFC 1122, section 3.3.6: a datagram for one host that was sent to all by link.
            case OWN -> EthernetInput.isToGroup(packet) ? HostCounter.RX_BROADCAST_ON_LINK : null;
            case BROADCAST, GROUP -> null;
            case OTHER -> HostCounter.RX_NOT_FOR_US;
        };
    }

    /** O(40). An option whose length is impossible ends the walk: what follows is no option. */
    private boolean hasRefusedOption(Packet packet, int offset) {
        int at = offset + Ipv4Descriptor.MIN_HEADER_BYTES;
        int end = offset + Ipv4.headerLengthBytes(packet, offset);
        while (at < end) {
            int kind = packet.get8(at);
            if (kind == Ipv4Descriptor.OPTION_END) {
                return false;
            }
            if (kind == Ipv4Descriptor.OPTION_NO_OPERATION) {
                at++;
                continue;
            }
            if (refuseOptions || kind == Ipv4Descriptor.OPTION_LOOSE_ROUTE
                    || kind == Ipv4Descriptor.OPTION_STRICT_ROUTE) {
                return true;
            }
            int size = end - at < 2 ? 0 : packet.get8(at + 1);
            if (size < 2) {
                return false;
            }
            at += size;
        }
        return false;
    }
}
