package io.creel.ip.icmp;

import io.creel.core.spec.From;
import io.creel.core.spec.Transfers;
import io.creel.ip.Destination;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpBits;
import io.creel.ip.IpOutput;
import io.creel.ip.LocalAddresses;
import io.creel.ip.ethernet.EthernetInput;
import io.creel.net.Packet;
import io.creel.net.wire.Checksum;
import io.creel.net.wire.Headers;
import io.creel.net.wire.Icmp;
import io.creel.net.wire.IcmpDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Ipv6;

/**
 * Answers echo requests with the very packet (RFC 1122, section 3.2.2.6; RFC 4443, section 4.2). Requests to a group
 * are not answered: they would let one packet raise many. The request was accepted as ours, so the reply is from the
 * address that was asked. One thread.
 */
public final class EchoReplies {
    private final LocalAddresses addresses;
    private final IpOutput output;
    private final HostCounters counters;
    private final Destination destination = new Destination();

    /**
     * Makes the answerer for the host with these addresses.
     *
     * @param addresses the host's addresses and groups
     * @param output the way out for replies
     * @param counters the host's counters
     */
    public EchoReplies(LocalAddresses addresses, IpOutput output, HostCounters counters) {
        this.addresses = addresses;
        this.output = output;
        this.counters = counters;
        destination.mayFragment(true);
    }

    /** Takes an echo request of either version. */
    void answer(@From("POST_IP") @Transfers Packet packet) {
        Headers headers = packet.headers();
        boolean ipv4 = headers.isIpv4();
        int network = headers.networkOffset();
        if (ipv4) {
            destination.ends(0, IpBits.mapped(Ipv4.destination(packet, network)), 0,
                    IpBits.mapped(Ipv4.source(packet, network)));
        } else {
            destination.ends(Ipv6.destinationHigh(packet, network), Ipv6.destinationLow(packet, network),
                    Ipv6.sourceHigh(packet, network), Ipv6.sourceLow(packet, network));
        }
        if (EthernetInput.isToGroup(packet)
                || addresses.role(destination.localHigh(), destination.localLow()) != LocalAddresses.Role.OWN) {
            counters.end(packet, HostCounter.ICMP_ECHO_TO_GROUP);
            return;
        }
        if (!output.route(destination)) {
            counters.count(HostCounter.TX_NO_ROUTE);
            counters.end(packet, HostCounter.ICMP_ECHO_UNANSWERED);
            return;
        }
        int end = headers.payloadOffset() + headers.payloadBytes();
        int start = headers.transportOffset();
        packet.resize(end);
        packet.advance(start);
        if (packet.isChecksumOpen()) {
            finish(packet, ipv4);
        } else {
            // The addresses only change places, which no sum sees.
            Icmp.type(packet, 0, ipv4 ? IcmpDescriptor.ECHO_REPLY : IcmpDescriptor.V6_ECHO_REPLY);
        }
        boolean accepted = output.send(packet, destination, ipv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6).isAccepted();
        counters.count(accepted ? HostCounter.ICMP_ECHO_ANSWERED : HostCounter.ICMP_ECHO_UNANSWERED);
    }

    private void finish(Packet packet, boolean ipv4) {
        packet.set8(IcmpDescriptor.TYPE, ipv4 ? IcmpDescriptor.ECHO_REPLY : IcmpDescriptor.V6_ECHO_REPLY);
        packet.set16(IcmpDescriptor.CHECKSUM, 0);
        long sum = Checksum.sum(packet, 0, packet.lengthBytes());
        if (!ipv4) {
            sum += destination.pseudoHeaderSum(IpProtocol.ICMPV6, packet.lengthBytes());
        }
        packet.set16(IcmpDescriptor.CHECKSUM, Checksum.finish(sum));
    }
}
