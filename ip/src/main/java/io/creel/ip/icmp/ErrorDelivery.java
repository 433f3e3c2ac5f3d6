package io.creel.ip.icmp;

import io.creel.core.spec.From;
import io.creel.core.spec.Transfers;
import io.creel.ip.ErrorReceive;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpBits;
import io.creel.ip.LocalAddresses;
import io.creel.ip.QuotedPacket;
import io.creel.net.Packet;
import io.creel.net.wire.IcmpDescriptor;
import io.creel.net.wire.IpProtocol;

/**
 * Brings a received ICMP error to the transport whose packet it quotes, and lowers path MTUs (RFC 1191, section 4; RFC
 * 8201, section 4). Nothing is believed before the transport has recognised the packet as one of its own (RFC 5927,
 * section 4). One thread.
 */
public final class ErrorDelivery {
    private static final int REST = 4;

    private final LocalAddresses addresses;
    private final PathMtus pathMtus;
    private final int linkMtuBytes;
    private final HostCounters counters;
    private final QuotedPacket quoted = new QuotedPacket();
    private ErrorReceive udp = quote -> false;
    private ErrorReceive tcp = udp;

    /**
     * Makes the delivery for the host with these addresses.
     *
     * @param addresses the host's addresses and groups
     * @param pathMtus remembers the path MTUs that errors report
     * @param linkMtuBytes the longest IP packet of the link
     * @param counters the host's counters
     */
    public ErrorDelivery(LocalAddresses addresses, PathMtus pathMtus, int linkMtuBytes, HostCounters counters) {
        this.addresses = addresses;
        this.pathMtus = pathMtus;
        this.linkMtuBytes = linkMtuBytes;
        this.counters = counters;
    }

    /**
     * Sets the receiver of errors about UDP. Before the first packet.
     *
     * @param receiver told of errors that quote a UDP datagram of this host
     */
    public void udp(ErrorReceive receiver) {
        udp = receiver;
    }

    /**
     * Sets the receiver of errors about TCP. Before the first packet.
     *
     * @param receiver told of errors that quote a TCP segment of this host
     */
    public void tcp(ErrorReceive receiver) {
        tcp = receiver;
    }

    /** Takes an ICMP error of this kind. */
    void deliver(@From("POST_IP") @Transfers Packet packet, QuotedPacket.Kind kind) {
        boolean ipv4 = packet.headers().isIpv4();
        int icmp = packet.headers().transportOffset();
        int at = icmp + IcmpDescriptor.HEADER_BYTES;
        int end = at + packet.headers().payloadBytes();
        boolean whole = ipv4
                ? QuoteReader.readIpv4(packet, at, end, quoted)
                : QuoteReader.readIpv6(packet, at, end, quoted);
        if (!whole) {
            counters.end(packet, HostCounter.ICMP_ERRORS_MALFORMED);
            return;
        }
        if (IpBits.isIpv4(quoted.localHigh(), quoted.localLow()) != ipv4
                || !addresses.isOwn(quoted.localHigh(), quoted.localLow())) {
            counters.end(packet, HostCounter.ICMP_ERRORS_UNMATCHED);
            return;
        }
        int claimed = ipv4 ? packet.get16(icmp + REST + 2) : packet.get32(icmp + REST);
        boolean known = kind == QuotedPacket.Kind.TOO_LONG ? tooLong(claimed) : tell(kind, 0);
        counters.end(packet, known ? HostCounter.ICMP_ERRORS_MATCHED : HostCounter.ICMP_ERRORS_UNMATCHED);
    }

    private boolean tooLong(int claimed) {
        // The transport may wait for another worker, and then the next error fills the same object.
        long high = quoted.remoteHigh();
        long low = quoted.remoteLow();
        int mtu = pathMtus.believable(high, low, claimed, quoted.packetBytes(), linkMtuBytes);
        if (mtu == 0) {
            counters.count(HostCounter.PATH_MTU_REFUSED);
            return false;
        }
        if (!tell(QuotedPacket.Kind.TOO_LONG, mtu)) {
            return false;
        }
        pathMtus.set(high, low, mtu);
        counters.count(HostCounter.PATH_MTU_LOWERED);
        return true;
    }

    private boolean tell(QuotedPacket.Kind kind, int mtu) {
        quoted.error(kind, mtu);
        return switch (quoted.protocol()) {
            case IpProtocol.UDP -> udp.error(quoted);
            case IpProtocol.TCP -> tcp.error(quoted);
            default -> false;
        };
    }
}
