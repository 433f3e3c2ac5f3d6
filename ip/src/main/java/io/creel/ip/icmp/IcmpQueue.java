package io.creel.ip.icmp;

import io.creel.ip.FlowShare;
import io.creel.ip.QuotedPacket;
import io.creel.net.Packet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.Icmp;
import io.creel.net.wire.IcmpDescriptor;

/**
 * Names the queue of a host that serves an ICMP message: that of the flow which an error quotes, that of the client
 * which waits for an echo reply, the first one for neighbour discovery. Every queue answers echo requests. One thread;
 * allocates nothing.
 */
public final class IcmpQueue {
    /** The queue that speaks with the neighbours of the link. */
    public static final int OF_LINK = 0;

    private static final int LAST_V6_ERROR = 127;
    private static final int FIRST_DISCOVERY = 133;
    private static final int LAST_DISCOVERY = 137;

    private final FlowShare share;
    private final QuotedPacket quoted = new QuotedPacket();

    /**
     * Makes it for one queue.
     *
     * @param share the flows that this queue serves
     */
    public IcmpQueue(FlowShare share) {
        this.share = share;
    }

    /**
     * Names the queue of an ICMP message of either version.
     *
     * @param packet parsed, with a whole ICMP header; stays the caller's
     * @return its number; this queue's own if the message tells nothing
     */
    public int of(Packet packet) {
        Headers headers = packet.headers();
        int icmp = headers.transportOffset();
        int type = Icmp.type(packet, icmp);
        if (type == (headers.isIpv4() ? IcmpDescriptor.ECHO_REPLY : IcmpDescriptor.V6_ECHO_REPLY)) {
            return share.ofNumber(Icmp.identifier(packet, icmp));
        }
        if (headers.isIpv4()) {
            return type == IcmpDescriptor.ECHO_REQUEST ? share.queue() : ofError(packet, icmp);
        }
        if (type >= FIRST_DISCOVERY && type <= LAST_DISCOVERY) {
            return OF_LINK;
        }
        return type > LAST_V6_ERROR ? share.queue() : ofError(packet, icmp);
    }

    private int ofError(Packet packet, int icmp) {
        int at = icmp + IcmpDescriptor.HEADER_BYTES;
        int end = at + packet.headers().payloadBytes();
        boolean whole = packet.headers().isIpv4()
                ? QuoteReader.readIpv4(packet, at, end, quoted)
                : QuoteReader.readIpv6(packet, at, end, quoted);
        return whole
                ? share.of(quoted.protocol(), quoted.localHigh(), quoted.localLow(), quoted.localPort(),
                        quoted.remoteHigh(), quoted.remoteLow(), quoted.remotePort())
                : share.queue();
    }
}
