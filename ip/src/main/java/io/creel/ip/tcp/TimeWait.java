package io.creel.ip.tcp;

/** When a SYN may end TIME-WAIT and begin a new connection between the same endpoints (RFC 6191, RFC 9293 MAY-2). */
final class TimeWait {
    private TimeWait() {
    }

    static boolean mayReopen(TcpConnection connection, TcpSegment segment) {
        if (connection.state != TcpState.TIME_WAIT || !segment.isSyn() || segment.isAck() || segment.isRst()) {
            return false;
        }
        ReceiveSide rcv = connection.rcv;
        boolean isBeyond = Sequence.isAfter(segment.sequence, rcv.nxt);
        if (!rcv.hasTimestampRecent) {
            return isBeyond; // also if the new SYN has timestamps and the old connection had none
        }
        if (!segment.timestamps) {
            return isBeyond;
        }
        return Sequence.isAfter(segment.timestampValue, rcv.timestampRecent)
                || segment.timestampValue == rcv.timestampRecent && isBeyond;
    }
}
