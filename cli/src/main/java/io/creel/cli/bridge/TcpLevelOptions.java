package io.creel.cli.bridge;

import io.creel.ip.tcp.TcpSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The options of the level IPPROTO_TCP. */
final class TcpLevelOptions {
    private static final int TCP_NODELAY = 1;
    private static final int TCP_MAXSEG = 2;
    private static final int TCP_CORK = 3;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int TCP_SYNCNT = 7;
    private static final int TCP_LINGER2 = 8;
    private static final int TCP_INFO = 11;
    private static final int TCP_QUICKACK = 12;
    private static final int TCP_CONGESTION = 13;
    private static final int TCP_USER_TIMEOUT = 18;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MS_NS = 1_000_000L;
    private static final int NAME_BYTES = 16;
    private static final int DEFAULT_MSS = 536;

    private TcpLevelOptions() {
    }

    static byte[] get(TcpBridgeSocket socket, int name) {
        TcpSettings settings = socket.settings();
        return switch (name) {
            case TCP_NODELAY -> OptionValue.flag(socket.noDelay);
            case TCP_CORK -> OptionValue.flag(socket.cork);
            case TCP_MAXSEG -> OptionValue.integer(segmentBytes(socket));
            case TCP_KEEPIDLE -> OptionValue.integer(settings.keepAliveNs() / SECOND_NS);
            case TCP_KEEPINTVL -> OptionValue.integer(settings.keepAliveIntervalNs() / SECOND_NS);
            case TCP_KEEPCNT -> OptionValue.integer(settings.keepAliveProbes());
            case TCP_SYNCNT -> OptionValue.integer(socket.synRetries);
            case TCP_LINGER2 -> OptionValue.integer(settings.finWait2Ns() / SECOND_NS);
            case TCP_INFO -> TcpInfoLayout.of(socket);
            case TCP_QUICKACK -> OptionValue.flag(settings.delayedAckNs() == 0);
            case TCP_CONGESTION -> Arrays.copyOf(congestion(settings).getBytes(StandardCharsets.US_ASCII), NAME_BYTES);
            case TCP_USER_TIMEOUT -> OptionValue.integer(socket.userTimeoutMs);
            default -> throw SocketOptions.unsupported(Linux.IPPROTO_TCP, name);
        };
    }

    private static int segmentBytes(TcpBridgeSocket socket) {
        int agreed = socket.socket() == null ? 0 : socket.socket().info().segmentBytes();
        return agreed > 0 ? agreed : socket.maxSegmentBytes > 0 ? socket.maxSegmentBytes : DEFAULT_MSS;
    }

    private static String congestion(TcpSettings settings) {
        return settings.cubic() ? "cubic" : "reno";
    }

    static void set(TcpBridgeSocket socket, int name, ByteBuffer value) {
        TcpSettings settings = socket.settings();
        switch (name) {
            case TCP_NODELAY -> {
                socket.noDelay = OptionValue.flag(value);
                socket.applyNagle();
            }
            case TCP_CORK -> {
                socket.cork = OptionValue.flag(value);
                socket.applyCork();
            }
            case TCP_MAXSEG -> {
                socket.maxSegmentBytes = OptionValue.integer(value, 88, 32_767);
                socket.settings(settings.edit().mss(socket.maxSegmentBytes).done());
            }
            case TCP_KEEPIDLE -> {
                socket.settings(settings.edit()
                        .keepAliveNs(OptionValue.integer(value, 1, 32_767) * SECOND_NS).done());
                socket.applyKeepAlive();
            }
            case TCP_KEEPINTVL -> socket.settings(settings.edit()
                    .keepAliveIntervalNs(OptionValue.integer(value, 1, 32_767) * SECOND_NS).done());
            case TCP_KEEPCNT -> socket.settings(settings.edit()
                    .keepAliveProbes(OptionValue.integer(value, 1, 127)).done());
            case TCP_SYNCNT -> socket.synRetries(OptionValue.integer(value, 1, 127));
            case TCP_LINGER2 -> socket.settings(settings.edit()
                    .finWait2Ns(OptionValue.integer(value, 1, 120) * SECOND_NS).done());
            case TCP_QUICKACK -> socket.settings(settings.edit()
                    .delayedAckNs(OptionValue.flag(value) ? 0 : TcpSettings.defaults().delayedAckNs()).done());
            case TCP_USER_TIMEOUT -> userTimeout(socket, OptionValue.integer(value, 0, Integer.MAX_VALUE));
            case TCP_CONGESTION -> congestion(socket, value);
            default -> throw SocketOptions.unsupported(Linux.IPPROTO_TCP, name);
        }
    }

    private static void userTimeout(TcpBridgeSocket socket, int ms) {
        socket.userTimeoutMs = ms;
        socket.settings(socket.settings().edit()
                .retryNs(ms == 0 ? TcpSettings.defaults().retryNs() : ms * MS_NS).done());
    }

    private static void congestion(TcpBridgeSocket socket, ByteBuffer value) {
        String name = StandardCharsets.US_ASCII.decode(value.slice()).toString();
        int end = name.indexOf(0);
        if (!(end < 0 ? name : name.substring(0, end)).equals(congestion(socket.settings()))) {
            throw new CallFailure(LinuxError.ENOENT, "the host has one congestion control: name="
                    + congestion(socket.settings()));
        }
    }
}
