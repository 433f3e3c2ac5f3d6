package io.creel.cli.bridge;

import java.nio.ByteBuffer;

/** The options of the level SOL_SOCKET. */
final class SocketLevelOptions {
    private static final int SO_REUSEADDR = 2;
    private static final int SO_TYPE = 3;
    private static final int SO_ERROR = 4;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_KEEPALIVE = 9;
    private static final int SO_OOBINLINE = 10;
    private static final int SO_LINGER = 13;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_PROTOCOL = 38;
    private static final int SO_DOMAIN = 39;
    private static final int MIN_BUFFER_BYTES = 2048;

    private SocketLevelOptions() {
    }

    static byte[] get(BridgeSocket socket, int name) {
        return switch (name) {
            case SO_REUSEADDR -> OptionValue.flag(socket.reuseAddress);
            case SO_REUSEPORT -> OptionValue.flag(socket.reusePort);
            case SO_TYPE -> OptionValue.integer(socket.protocol() == Linux.IPPROTO_TCP
                    ? Linux.SOCK_STREAM
                    : Linux.SOCK_DGRAM);
            case SO_ERROR -> error(socket);
            case SO_RCVTIMEO -> OptionValue.time(socket.receiveTimeoutNs);
            case SO_SNDTIMEO -> OptionValue.time(socket.sendTimeoutNs);
            case SO_ACCEPTCONN -> OptionValue.flag(socket.isListening());
            case SO_PROTOCOL -> OptionValue.integer(socket.protocol());
            case SO_DOMAIN -> OptionValue.integer(socket.domain);
            default -> ofStream(socket, name);
        };
    }

    private static byte[] error(BridgeSocket socket) {
        LinuxError error = socket.takeError();
        return OptionValue.integer(error == null ? 0 : error.number());
    }

    private static byte[] ofStream(BridgeSocket socket, int name) {
        if (!(socket instanceof TcpBridgeSocket stream)) {
            throw SocketOptions.unsupported(SocketOptions.SOL_SOCKET, name);
        }
        return switch (name) {
            // Linux doubles what it is told, for its own overhead, and answers with the double.
            case SO_SNDBUF -> OptionValue.integer(2L * stream.sendBufferBytes);
            case SO_RCVBUF -> OptionValue.integer(2L * stream.receiveBufferBytes);
            case SO_KEEPALIVE -> OptionValue.flag(stream.keepAlive);
            case SO_OOBINLINE -> OptionValue.flag(true);
            case SO_LINGER -> linger(stream);
            default -> throw SocketOptions.unsupported(SocketOptions.SOL_SOCKET, name);
        };
    }

    private static byte[] linger(TcpBridgeSocket stream) {
        byte[] bytes = new byte[8];
        OptionValue.of(bytes).putInt(stream.lingerSeconds < 0 ? 0 : 1).putInt(Math.max(0, stream.lingerSeconds));
        return bytes;
    }

    static void set(BridgeSocket socket, int name, ByteBuffer value) {
        switch (name) {
            case SO_REUSEADDR -> socket.reuseAddress = OptionValue.flag(value);
            case SO_REUSEPORT -> socket.reusePort = OptionValue.flag(value);
            case SO_RCVTIMEO -> socket.receiveTimeoutNs = OptionValue.time(value);
            case SO_SNDTIMEO -> socket.sendTimeoutNs = OptionValue.time(value);
            default -> setOfStream(socket, name, value);
        }
    }

    private static void setOfStream(BridgeSocket socket, int name, ByteBuffer value) {
        if (!(socket instanceof TcpBridgeSocket stream)) {
            throw SocketOptions.unsupported(SocketOptions.SOL_SOCKET, name);
        }
        switch (name) {
            case SO_SNDBUF -> stream.sendBufferBytes = Math.clamp(OptionValue.integer(value), MIN_BUFFER_BYTES,
                    stream.settings().sendBufferBytes());
            case SO_RCVBUF -> receiveBuffer(stream, OptionValue.integer(value));
            case SO_KEEPALIVE -> {
                stream.keepAlive = OptionValue.flag(value);
                stream.applyKeepAlive();
            }
            case SO_LINGER -> {
                if (value.remaining() < 8) {
                    throw new CallFailure(LinuxError.EINVAL);
                }
                stream.lingerSeconds = value.getInt(0) == 0 ? -1 : Math.clamp(value.getInt(4), 0, 1 << 20);
            }
            case SO_OOBINLINE -> {
                if (!OptionValue.flag(value)) {
                    throw SocketOptions.unsupported(SocketOptions.SOL_SOCKET, name); // urgent bytes are always in line
                }
            }
            default -> throw SocketOptions.unsupported(SocketOptions.SOL_SOCKET, name);
        }
    }

    /** Of connections that begin from now on: the buffer of a connection is fixed by its handshake. */
    private static void receiveBuffer(TcpBridgeSocket stream, int bytes) {
        if (stream.socket() != null) {
            throw SocketOptions.unsupported(SocketOptions.SOL_SOCKET, SO_RCVBUF);
        }
        stream.receiveBufferBytes = Math.clamp(bytes, MIN_BUFFER_BYTES, 1 << 24);
        stream.settings(stream.settings().edit().receiveBuffer(stream.receiveBufferBytes).done());
    }
}
