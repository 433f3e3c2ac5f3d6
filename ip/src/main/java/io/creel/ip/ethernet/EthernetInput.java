package io.creel.ip.ethernet;

import io.creel.core.spec.To;
import io.creel.core.spec.Unchecked;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.LocalAddresses;
import io.creel.net.Packet;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.Layer;

/**
 * Takes frames to the host's own link address, to all, and to groups it has joined. O(groups). Refuses VLAN tags, and
 * sources that no sender can have.
 */
public final class EthernetInput implements EthernetReceive {
    private static final long GROUP_BIT = 1L << 40;

    private final LocalAddresses addresses;
    private final HostCounters counters;

    /**
     * Makes the step for the host with these addresses.
     *
     * @param addresses the host's addresses and groups
     * @param counters the host's counters
     */
    public EthernetInput(LocalAddresses addresses, HostCounters counters) {
        this.addresses = addresses;
        this.counters = counters;
    }

    @Override
    public boolean receive(Packet packet) {
        DropReason reason = packet.parse();
        Headers headers = packet.headers();
        if (headers.reached() == Layer.NONE) {
            return counters.drop(packet, reason);
        }
        long destination = Ethernet.destination(packet);
        if (!isForUs(destination)) {
            return counters.end(packet, HostCounter.RX_OTHER_HOST);
        }
        long source = Ethernet.source(packet);
        if ((source & GROUP_BIT) != 0 || source == 0 || source == addresses.macAddress()) {
            return counters.end(packet, HostCounter.RX_BAD_LINK_SOURCE);
        }
        if (headers.vlanTags() > 0) {
            return counters.end(packet, HostCounter.RX_VLAN_TAGGED);
        }
        // A protocol that the parser does not know is answered by IP, RFC 1122, section 3.2.2.1.
        if (reason != DropReason.NONE && reason != DropReason.UNSUPPORTED_IP_PROTOCOL) {
            return counters.drop(packet, reason);
        }
        return packet.isCut() ? counters.drop(packet, DropReason.SNAPLEN_CUT) : passed(packet);
    }

    /** The step ends: what was checked is the state. */
    @Unchecked("nothing changes but the name of the state")
    private static boolean passed(@To("POST_ETHERNET") Packet packet) {
        return true;
    }

    private boolean isForUs(long destination) {
        return destination == addresses.macAddress() || destination == Ethernet.BROADCAST
                || (destination & GROUP_BIT) != 0 && addresses.isGroupMac(destination);
    }

    /**
     * Says whether a frame was sent to a group or to all, whatever its IP address says.
     *
     * @param packet starts with its link header
     * @return whether the destination of the link header is a group address
     */
    public static boolean isToGroup(Packet packet) {
        return (packet.get8(0) & 1) != 0;
    }
}
