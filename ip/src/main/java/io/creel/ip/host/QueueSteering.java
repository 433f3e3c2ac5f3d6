package io.creel.ip.host;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Result;
import io.creel.core.spec.From;
import io.creel.core.spec.Transfers;
import io.creel.ip.FlowShare;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpBits;
import io.creel.ip.icmp.IcmpQueue;
import io.creel.net.Packet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6;

/**
 * Passes a frame that another queue of the host serves on to that queue, behind the link header. All fragments of a
 * datagram go to one queue, which passes the whole datagram on if its flow belongs to another. ARP belongs to the first
 * queue, and a protocol without ports to the queue where it arrives.
 *
 * <p>
 * Of the worker that runs the queue; allocates nothing.
 */
final class QueueSteering {
    private final FlowShare share;
    private final IcmpQueue icmp;
    private final HostCounters counters;
    private final QueueInbox[] inboxes;

    /** Over the inbox of each queue; the array is filled before the first packet. */
    QueueSteering(FlowShare share, HostCounters counters, QueueInbox[] inboxes) {
        this.share = share;
        this.counters = counters;
        this.inboxes = inboxes;
        icmp = new IcmpQueue(share);
    }

    /** Passes a frame on; false if this queue serves it. A frame that finds no room is counted and released. */
    @CheckReturnValue
    boolean passesOn(@From("POST_ETHERNET") @Transfers(when = Result.TRUE) Packet packet) {
        int queue = queueOf(packet);
        if (queue == share.queue()) {
            return false;
        }
        if (inboxes[queue].offer(packet)) {
            counters.count(HostCounter.RX_STEERED);
        } else {
            counters.end(packet, HostCounter.STEERED_QUEUE_FULL);
        }
        return true;
    }

    private int queueOf(Packet packet) {
        Headers headers = packet.headers();
        if (headers.isArp()) {
            return IcmpQueue.OF_LINK;
        }
        if (headers.isFragment()) {
            return flow(packet, headers, 0, 0, 0);
        }
        int transport = headers.transportOffset();
        if (transport < 0) {
            return share.queue();
        }
        return switch (headers.protocol()) {
            case IpProtocol.TCP, IpProtocol.UDP -> flow(packet, headers, headers.protocol(),
                    packet.get16(transport + 2), packet.get16(transport));
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> icmp.of(packet);
            default -> share.queue();
        };
    }

    private int flow(Packet packet, Headers headers, int protocol, int localPort, int remotePort) {
        int network = headers.networkOffset();
        return headers.isIpv4()
                ? share.of(protocol, 0, IpBits.mapped(Ipv4.destination(packet, network)), localPort, 0,
                        IpBits.mapped(Ipv4.source(packet, network)), remotePort)
                : share.of(protocol, Ipv6.destinationHigh(packet, network), Ipv6.destinationLow(packet, network),
                        localPort, Ipv6.sourceHigh(packet, network), Ipv6.sourceLow(packet, network), remotePort);
    }
}
