package io.creel.cli.bridge;

import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpInfo;
import io.creel.ip.tcp.TcpState;
import java.nio.ByteBuffer;

/**
 * {@code struct tcp_info} of Linux 6, 248 bytes. Fields that the path does not know are 0.
 *
 * <pre>
 *    0  state, ca_state, retransmits, probes, backoff, options, scales, flags     (a byte each)
 *    8  rto, ato, snd_mss, rcv_mss, unacked, sacked, lost, retrans, fackets       (32 bits each from here)
 *   44  last_data_sent, last_ack_sent, last_data_recv, last_ack_recv
 *   60  pmtu, rcv_ssthresh, rtt, rttvar, snd_ssthresh, snd_cwnd, advmss, reordering
 *   92  rcv_rtt, rcv_space, total_retrans
 *  104  pacing_rate, max_pacing_rate, bytes_acked, bytes_received                 (64 bits each)
 *  136  segs_out, segs_in, notsent_bytes, min_rtt, data_segs_in, data_segs_out
 *  160  delivery_rate, busy_time, rwnd_limited, sndbuf_limited                    (64 bits each)
 *  192  delivered, delivered_ce, bytes_sent (64), bytes_retrans (64), dsack_dups, reord_seen, rcv_ooopack
 *  228  snd_wnd, rcv_wnd, rehash, total_rto (16), total_rto_recoveries (16), total_rto_time
 * </pre>
 */
final class TcpInfoLayout {
    static final int BYTES = 248;

    private static final int LISTEN = 10;
    private static final int CLOSE = 7;
    private static final int CA_OPEN = 0;
    private static final int CA_RECOVERY = 3;
    private static final int CA_LOSS = 4;
    private static final int OPTION_TIMESTAMPS = 1;
    private static final int OPTION_SACK = 2;
    private static final int OPTION_WSCALE = 4;
    /** What Linux says before the first loss. */
    private static final int INFINITE_THRESHOLD = 0x7fff_ffff;
    private static final int DEFAULT_MSS = 536;

    private TcpInfoLayout() {
    }

    static byte[] of(TcpBridgeSocket socket) {
        byte[] bytes = new byte[BYTES];
        ByteBuffer to = OptionValue.of(bytes);
        TcpSocket connection = socket.socket();
        if (connection == null) {
            to.put(0, (byte) (socket.isListening() ? LISTEN : CLOSE));
            to.putInt(16, DEFAULT_MSS);
            return bytes;
        }
        TcpInfo info = connection.info();
        int mss = Math.max(1, info.segmentBytes());
        to.put(0, (byte) state(info.state()));
        to.put(1, (byte) (info.backOffs() > 0 ? CA_LOSS : info.recovering() ? CA_RECOVERY : CA_OPEN));
        to.put(2, (byte) info.backOffs());
        to.put(4, (byte) info.backOffs());
        boolean scaled = info.sendShift() >= 0;
        to.put(5, (byte) ((info.timestamps() ? OPTION_TIMESTAMPS : 0) | (info.sack() ? OPTION_SACK : 0)
                | (scaled ? OPTION_WSCALE : 0)));
        to.put(6, (byte) (scaled ? info.sendShift() | info.receiveShift() << 4 : 0));
        to.putInt(8, micros(info.retransmissionTimeoutNs()));
        to.putInt(16, info.segmentBytes());
        to.putInt(20, socket.settings().mssBytes());
        to.putInt(24, info.unacknowledgedSegments());
        to.putInt(28, segments(info.sackedBytes(), mss));
        to.putInt(32, segments(info.lostBytes(), mss));
        to.putInt(60, socket.sockets.host().mtuBytes(connection.peer()));
        to.putInt(68, micros(info.roundTripNs()));
        to.putInt(72, micros(info.roundTripVariationNs()));
        boolean lossSeen = info.slowStartThresholdBytes() < 1 << 30;
        to.putInt(76, lossSeen ? Math.max(2, info.slowStartThresholdBytes() / mss) : INFINITE_THRESHOLD);
        to.putInt(80, info.congestionWindowBytes() / mss);
        to.putInt(84, socket.settings().mssBytes());
        to.putInt(144, info.unsentBytes());
        to.putInt(148, micros(info.shortestRoundTripNs()));
        to.putInt(228, info.sendWindowBytes());
        to.putInt(232, info.receiveWindowBytes());
        return bytes;
    }

    private static int micros(long ns) {
        return (int) (ns / 1_000);
    }

    private static int segments(int bytes, int mss) {
        return (bytes + mss - 1) / mss;
    }

    /** The kernel's numbers of the states. */
    private static int state(TcpState state) {
        return switch (state) {
            case ESTABLISHED -> 1;
            case SYN_SENT -> 2;
            case SYN_RECEIVED -> 3;
            case FIN_WAIT_1 -> 4;
            case FIN_WAIT_2 -> 5;
            case TIME_WAIT -> 6;
            case CLOSED -> CLOSE;
            case CLOSE_WAIT -> 8;
            case LAST_ACK -> 9;
            case CLOSING -> 11;
        };
    }
}
