package io.creel.cli.bridge;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The options of {@code getsockopt} and {@code setsockopt}. An option that is not supported is refused with
 * ENOPROTOOPT, and so is a value that would have no effect.
 */
final class SocketOptions {
    static final int SOL_SOCKET = 1;
    /** The longest value that is accepted. */
    static final int MAX_VALUE_BYTES = 4096;

    private SocketOptions() {
    }

    static byte[] get(BridgeSocket socket, int level, int name, int length) {
        if (length < 0) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        byte[] value = switch (level) {
            case SOL_SOCKET -> SocketLevelOptions.get(socket, name);
            case Linux.IPPROTO_TCP -> TcpLevelOptions.get(stream(socket), name);
            case Linux.IPPROTO_IP -> IpLevelOptions.get(socket, name);
            case Linux.IPPROTO_IPV6 -> IpLevelOptions.get6(socket, name);
            default -> throw unsupported(level, name);
        };
        return value.length > length ? Arrays.copyOf(value, length) : value;
    }

    static void set(BridgeSocket socket, int level, int name, byte[] bytes) {
        ByteBuffer value = OptionValue.of(bytes);
        switch (level) {
            case SOL_SOCKET -> SocketLevelOptions.set(socket, name, value);
            case Linux.IPPROTO_TCP -> TcpLevelOptions.set(stream(socket), name, value);
            case Linux.IPPROTO_IP -> IpLevelOptions.set(name, value);
            case Linux.IPPROTO_IPV6 -> IpLevelOptions.set6(socket, name, value);
            default -> throw unsupported(level, name);
        }
    }

    private static TcpBridgeSocket stream(BridgeSocket socket) {
        if (socket instanceof TcpBridgeSocket stream) {
            return stream;
        }
        throw new CallFailure(LinuxError.ENOPROTOOPT);
    }

    static CallFailure unsupported(int level, int name) {
        return new CallFailure(LinuxError.ENOPROTOOPT, "no such option here: level=" + level + ", option=" + name);
    }
}
