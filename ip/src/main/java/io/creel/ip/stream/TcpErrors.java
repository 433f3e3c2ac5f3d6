package io.creel.ip.stream;

import io.creel.ip.ErrorReceive;
import io.creel.ip.IpBits;
import io.creel.ip.QuotedPacket;
import io.creel.ip.Spares;
import io.creel.ip.tcp.TcpConnection;
import io.creel.ip.tcp.TcpCounter;
import io.creel.ip.tcp.TcpEndpoints;
import io.creel.ip.tcp.TcpHost;
import org.jspecify.annotations.Nullable;

/**
 * Brings ICMP errors to the connection that they quote, which believes them only if the quoted sequence number is in
 * flight (RFC 5927). Enters the connection, so it suspends while another worker acts on it.
 */
final class TcpErrors implements ErrorReceive {
    private static final int TCP_HEADER_BYTES = 20;

    private final TcpHost tcp;
    private final TcpClock clock;
    private final Spares<TcpEndpoints> endpoints = new Spares<>(16, TcpEndpoints::new);

    TcpErrors(TcpHost tcp, TcpClock clock) {
        this.tcp = tcp;
        this.clock = clock;
    }

    @Override
    public boolean error(QuotedPacket quoted) {
        // Read before the first wait: the object is filled again by the next error.
        int sequence = quoted.sequence();
        QuotedPacket.Kind kind = quoted.kind();
        int ip = IpBits.isIpv4(quoted.remoteHigh(), quoted.remoteLow()) ? 20 : 40;
        int payloadBytes = quoted.mtuBytes() - ip - TCP_HEADER_BYTES;
        TcpEndpoints ends = endpoints.borrow().set(quoted.localHigh(), quoted.localLow(), quoted.localPort(),
                quoted.remoteHigh(), quoted.remoteLow(), quoted.remotePort());
        try {
            return error(ends, kind, sequence, payloadBytes);
        } finally {
            endpoints.giveBack(ends);
        }
    }

    private boolean error(TcpEndpoints ends, QuotedPacket.@Nullable Kind kind, int sequence, int payloadBytes) {
        TcpConnection connection = tcp.find(ends);
        if (connection == null) {
            return false;
        }
        connection.enter();
        try {
            if (!connection.isBetween(ends)) {
                return false;
            }
            long ignored = connection.counted(TcpCounter.ICMP_IGNORED);
            if (kind == QuotedPacket.Kind.TOO_LONG) {
                connection.pathLimit(sequence, payloadBytes, clock.nowNs());
            } else {
                connection.unreachable(sequence, isHard(kind), clock.nowNs());
            }
            return connection.counted(TcpCounter.ICMP_IGNORED) == ignored;
        } finally {
            connection.exit();
            clock.rearm();
        }
    }

    /** RFC 1122, section 4.2.3.9. */
    private static boolean isHard(QuotedPacket.@Nullable Kind kind) {
        return kind == QuotedPacket.Kind.PORT_UNREACHABLE || kind == QuotedPacket.Kind.PROTOCOL_UNREACHABLE
                || kind == QuotedPacket.Kind.PROHIBITED;
    }
}
