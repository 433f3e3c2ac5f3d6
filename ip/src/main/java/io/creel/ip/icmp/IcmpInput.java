package io.creel.ip.icmp;

import io.creel.core.spec.From;
import io.creel.core.spec.Transfers;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.QuotedPacket;
import io.creel.net.Packet;
import io.creel.net.wire.Icmp;
import io.creel.net.wire.IcmpDescriptor;

/**
 * ICMP of IPv4 (RFC 1122, section 3.2.2): echo, and errors about packets of ours. Redirects are not followed, source
 * quench is ignored (RFC 6633), and every other type is dropped, as the section asks for.
 */
public final class IcmpInput implements ProtocolReceive {
    private static final int TIME_EXCEEDED = 11;
    private static final int PARAMETER_PROBLEM = 12;

    private final EchoReplies echo;
    private final ErrorDelivery errors;
    private final EchoClient client;
    private final HostCounters counters;

    /**
     * Makes the step from its parts.
     *
     * @param echo answers echo requests
     * @param errors told of errors about packets of this host
     * @param client told of echo replies
     * @param counters the host's counters
     */
    public IcmpInput(EchoReplies echo, ErrorDelivery errors, EchoClient client, HostCounters counters) {
        this.echo = echo;
        this.errors = errors;
        this.client = client;
        this.counters = counters;
    }

    @Override
    public void receive(Packet packet) {
        int at = packet.headers().transportOffset();
        switch (Icmp.type(packet, at)) {
            case IcmpDescriptor.ECHO_REQUEST -> echo.answer(packet);
            case IcmpDescriptor.ECHO_REPLY -> client.reply(packet);
            case IcmpDescriptor.UNREACHABLE -> unreachable(packet, Icmp.code(packet, at));
            case TIME_EXCEEDED -> errors.deliver(packet, QuotedPacket.Kind.TIME_EXCEEDED);
            case PARAMETER_PROBLEM -> errors.deliver(packet, QuotedPacket.Kind.PARAMETER_PROBLEM);
            default -> counters.end(packet, HostCounter.ICMP_UNKNOWN);
        }
    }

    private void unreachable(@From("POST_IP") @Transfers Packet packet, int code) {
        switch (code) {
            case 0, 1, 5, 6, 7, 8, 11, 12 -> errors.deliver(packet, QuotedPacket.Kind.HOST_UNREACHABLE);
            case 2 -> errors.deliver(packet, QuotedPacket.Kind.PROTOCOL_UNREACHABLE);
            case 3 -> errors.deliver(packet, QuotedPacket.Kind.PORT_UNREACHABLE);
            case 4 -> errors.deliver(packet, QuotedPacket.Kind.TOO_LONG);
            case 9, 10, 13 -> errors.deliver(packet, QuotedPacket.Kind.PROHIBITED);
            default -> counters.end(packet, HostCounter.ICMP_UNKNOWN);
        }
    }
}
