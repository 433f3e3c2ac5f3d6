package io.creel.cli.bridge;

import io.creel.ip.IpAddress;
import java.nio.ByteBuffer;

/** The options of the levels IPPROTO_IP and IPPROTO_IPV6. */
final class IpLevelOptions {
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IP_MTU = 14;
    private static final int IP_PMTUDISC_WANT = 1;
    private static final int IPV6_MTU = 24;
    private static final int IPV6_V6ONLY = 26;
    private static final int DEFAULT_TTL = 64;

    private IpLevelOptions() {
    }

    static byte[] get(BridgeSocket socket, int name) {
        return switch (name) {
            case IP_TOS -> OptionValue.integer(0);
            case IP_TTL -> OptionValue.integer(DEFAULT_TTL);
            case IP_MTU_DISCOVER -> OptionValue.integer(IP_PMTUDISC_WANT);
            case IP_MTU -> mtu(socket);
            default -> throw SocketOptions.unsupported(Linux.IPPROTO_IP, name);
        };
    }

    static byte[] get6(BridgeSocket socket, int name) {
        requireIpv6(socket, name);
        return switch (name) {
            case IPV6_V6ONLY -> OptionValue.flag(socket.v6Only);
            case IPV6_MTU -> mtu(socket);
            default -> throw SocketOptions.unsupported(Linux.IPPROTO_IPV6, name);
        };
    }

    private static void requireIpv6(BridgeSocket socket, int name) {
        if (socket.domain != Linux.AF_INET6) {
            throw SocketOptions.unsupported(Linux.IPPROTO_IPV6, name);
        }
    }

    private static byte[] mtu(BridgeSocket socket) {
        IpAddress peer = socket.peer();
        if (peer == null) {
            throw new CallFailure(LinuxError.ENOTCONN);
        }
        return OptionValue.integer(socket.sockets.host().mtuBytes(peer));
    }

    /** The values that packets have anyway; the path cannot send others. */
    static void set(int name, ByteBuffer value) {
        int only = switch (name) {
            case IP_TOS -> 0;
            case IP_TTL -> DEFAULT_TTL;
            case IP_MTU_DISCOVER -> IP_PMTUDISC_WANT;
            default -> throw SocketOptions.unsupported(Linux.IPPROTO_IP, name);
        };
        if (OptionValue.integer(value) != only) {
            throw SocketOptions.unsupported(Linux.IPPROTO_IP, name);
        }
    }

    static void set6(BridgeSocket socket, int name, ByteBuffer value) {
        requireIpv6(socket, name);
        if (name != IPV6_V6ONLY) {
            throw SocketOptions.unsupported(Linux.IPPROTO_IPV6, name);
        }
        if (socket.boundAddress != null) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        socket.v6Only = OptionValue.flag(value);
    }
}
