package io.creel.ip.icmp;

import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.QuotedPacket;
import io.creel.net.Packet;
import io.creel.net.wire.Icmp;
import io.creel.net.wire.IcmpDescriptor;
import io.creel.net.wire.Ipv6;

/** ICMPv6 (RFC 4443): echo, errors about packets of ours, and neighbour discovery, which has steps of its own. */
public final class Icmpv6Input implements ProtocolReceive {
    private static final int UNREACHABLE = 1;
    private static final int TOO_BIG = 2;
    private static final int TIME_EXCEEDED = 3;
    private static final int PARAMETER_PROBLEM = 4;
    private static final int FIRST_DISCOVERY = 133;
    private static final int LAST_DISCOVERY = 137;

    private final EchoReplies echo;
    private final ErrorDelivery errors;
    private final EchoClient client;
    private final ProtocolReceive discovery;
    private final HostCounters counters;

    /**
     * Makes the step from its parts.
     *
     * @param echo answers echo requests
     * @param errors told of errors about packets of this host
     * @param client told of echo replies
     * @param discovery takes the messages of neighbour discovery, types 133 to 137
     * @param counters the host's counters
     */
    public Icmpv6Input(EchoReplies echo, ErrorDelivery errors, EchoClient client, ProtocolReceive discovery,
            HostCounters counters) {
        this.echo = echo;
        this.errors = errors;
        this.client = client;
        this.discovery = discovery;
        this.counters = counters;
    }

    @Override
    public void receive(Packet packet) {
        int at = packet.headers().transportOffset();
        int network = packet.headers().networkOffset();
        int type = Icmp.type(packet, at);
        if (type >= FIRST_DISCOVERY && type <= LAST_DISCOVERY) {
            discovery.receive(packet);
            return;
        }
        if (Ipv6.sourceHigh(packet, network) == 0 && Ipv6.sourceLow(packet, network) == 0) {
            counters.end(packet, HostCounter.RX_MARTIAN_SOURCE);
            return;
        }
        switch (type) {
            case IcmpDescriptor.V6_ECHO_REQUEST -> echo.answer(packet);
            case IcmpDescriptor.V6_ECHO_REPLY -> client.reply(packet);
            case UNREACHABLE -> errors.deliver(packet, unreachable(Icmp.code(packet, at)));
            case TOO_BIG -> errors.deliver(packet, QuotedPacket.Kind.TOO_LONG);
            case TIME_EXCEEDED -> errors.deliver(packet, QuotedPacket.Kind.TIME_EXCEEDED);
            case PARAMETER_PROBLEM -> errors.deliver(packet, Icmp.code(packet, at) == 1
                    ? QuotedPacket.Kind.PROTOCOL_UNREACHABLE
                    : QuotedPacket.Kind.PARAMETER_PROBLEM);
            default -> counters.end(packet, HostCounter.ICMP_UNKNOWN);
        }
    }

    private static QuotedPacket.Kind unreachable(int code) {
        return switch (code) {
            case 1, 5, 6 -> QuotedPacket.Kind.PROHIBITED;
            case 4 -> QuotedPacket.Kind.PORT_UNREACHABLE;
            default -> QuotedPacket.Kind.HOST_UNREACHABLE;
        };
    }
}
