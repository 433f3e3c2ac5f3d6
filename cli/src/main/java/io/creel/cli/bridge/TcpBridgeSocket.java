package io.creel.cli.bridge;

import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.stream.TcpPorts;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.CloseReason;
import io.creel.ip.tcp.TcpSettings;
import io.creel.ip.tcp.TcpState;
import java.util.Arrays;

/** A stream socket: fresh, listening, or with a connection. */
final class TcpBridgeSocket extends BridgeSocket {
    private static final int MAX_BACKLOG = 4096;

    private final TcpPorts ports;
    boolean noDelay;
    boolean cork;
    boolean keepAlive;
    int sendBufferBytes;
    int receiveBufferBytes;
    int userTimeoutMs;
    int maxSegmentBytes;
    /** How many SYNs are repeated before a connect gives up; 6 as on Linux. */
    int synRetries;
    private TcpSettings settings;
    private TcpServer server;
    private TcpSocket socket;
    private boolean connecting;
    private boolean readShut;
    private boolean writeShut;
    /** Segments that are not full wait, because of TCP_CORK or MSG_MORE. */
    private boolean held;
    private boolean errorTaken;
    private LinuxError failed;

    TcpBridgeSocket(Sockets sockets, int domain) {
        super(sockets, domain);
        ports = sockets.host().host().tcp();
        settings = ports.settings();
        sendBufferBytes = settings.sendBufferBytes();
        receiveBufferBytes = settings.receiveBufferBytes();
        synRetries(6);
    }

    /** Sets when a connect gives up: after the last SYN, each wait twice the one before, from 1 s on. */
    void synRetries(int count) {
        synRetries = count;
        settings(settings.edit().synRetryNs(((1L << Math.min(count + 1, 20)) - 1) * 1_000_000_000L).done());
    }

    /** Of an accepted connection: options are those of the listening socket, as on Linux. */
    private TcpBridgeSocket(TcpBridgeSocket parent, TcpSocket accepted) {
        super(parent.sockets, parent.domain);
        ports = parent.ports;
        settings = parent.settings;
        noDelay = parent.noDelay;
        cork = parent.cork;
        keepAlive = parent.keepAlive;
        userTimeoutMs = parent.userTimeoutMs;
        maxSegmentBytes = parent.maxSegmentBytes;
        synRetries = parent.synRetries;
        sendBufferBytes = parent.sendBufferBytes;
        receiveBufferBytes = parent.receiveBufferBytes;
        reuseAddress = parent.reuseAddress;
        reusePort = parent.reusePort;
        v6Only = parent.v6Only;
        receiveTimeoutNs = parent.receiveTimeoutNs;
        sendTimeoutNs = parent.sendTimeoutNs;
        lingerSeconds = parent.lingerSeconds;
        boundAddress = accepted.address();
        boundPort = accepted.port();
        of(accepted);
    }

    private void of(TcpSocket opened) {
        socket = opened;
        socket.nagle(!noDelay);
        held = cork;
        socket.cork(cork);
        socket.keepAlive(keepAlive);
    }

    @Override
    IpAddress peer() {
        return socket == null ? null : socket.peer();
    }

    @Override
    int protocol() {
        return Linux.IPPROTO_TCP;
    }

    @Override
    boolean isListening() {
        return server != null;
    }

    /** The connection; null if there is none. */
    TcpSocket socket() {
        return socket;
    }

    TcpSettings settings() {
        return settings;
    }

    /** Changes what connections of this socket go by, the present one included. */
    void settings(TcpSettings changed) {
        settings = changed;
        if (socket != null) {
            socket.settings(changed);
        }
        if (server != null) {
            server.settings(changed);
        }
    }

    @Override
    void bound() {
        // the port is taken when the socket listens or connects
    }

    @Override
    void listen(int backlog) {
        if (socket != null) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        if (server != null) {
            return; // the backlog stays as it is
        }
        if (boundAddress == null) {
            bind(domain == Linux.AF_INET ? IpAddress.ANY_IPV4 : IpAddress.ANY_IPV6, 0);
        }
        if (sockets.isTaken(this, boundAddress, boundPort)) {
            throw new CallFailure(LinuxError.EADDRINUSE);
        }
        // Linux accepts one connection more than it is told, and reads a negative number as a large one.
        int places = backlog < 0 ? MAX_BACKLOG : Math.min(backlog, MAX_BACKLOG) + 1;
        try {
            server = ports.listen(boundAddress, boundPort, places);
        } catch (IpException refused) {
            throw new CallFailure(refused.reason() == IpException.Reason.ADDRESS_UNKNOWN
                    ? LinuxError.EADDRNOTAVAIL
                    : LinuxError.EADDRINUSE, refused.getMessage());
        }
        server.settings(settings);
    }

    @Override
    Answer accept() {
        if (server == null) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        if (server.waiting() > 0 && !sockets.hasRoom()) {
            throw new CallFailure(LinuxError.EMFILE);
        }
        TcpSocket accepted = server.poll();
        if (accepted == null) {
            return null;
        }
        var child = new TcpBridgeSocket(this, accepted);
        return Answer.of(sockets.add(child), text(accepted.peer()), accepted.peerPort());
    }

    @Override
    void connect(IpAddress peer, int port) {
        if (server != null || socket != null && !connecting) {
            throw new CallFailure(LinuxError.EISCONN);
        }
        if (connecting) {
            if (socket.state() == TcpState.SYN_SENT || socket.state() == TcpState.SYN_RECEIVED) {
                if (nonBlocking) {
                    throw new CallFailure(LinuxError.EALREADY);
                }
            }
            return;
        }
        requireFamily(peer);
        IpAddress local = boundAddress == null || isUnspecified(boundAddress)
                ? sockets.host().source(peer)
                : boundAddress;
        if (boundPort == 0) {
            boundPort = sockets.freePort(this, local);
            boundAddress = local;
        }
        try {
            of(ports.open(local, boundPort, peer, port, settings));
        } catch (IpException refused) {
            throw new CallFailure(refused.reason() == IpException.Reason.SEND_FAILED
                    ? LinuxError.ENETUNREACH
                    : LinuxError.EADDRNOTAVAIL, refused.getMessage());
        } catch (IllegalArgumentException impossible) {
            throw new CallFailure(LinuxError.ENETUNREACH, impossible.getMessage());
        }
        boundAddress = socket.address();
        connecting = true;
        errorTaken = false;
        if (nonBlocking) {
            sockets.host().settle();
            if (socket.state() == TcpState.SYN_SENT) {
                throw new CallFailure(LinuxError.EINPROGRESS);
            }
        }
    }

    @Override
    Answer connected() {
        if (socket == null) {
            throw new CallFailure(failed == null ? LinuxError.ECONNABORTED : failed);
        }
        TcpState state = socket.state();
        if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED) {
            return null;
        }
        connecting = false;
        if (state == TcpState.CLOSED && socket.closeReason() != CloseReason.FINISHED) {
            LinuxError error = takeError();
            socket.close();
            socket = null; // it may connect again
            throw new CallFailure(error == null ? LinuxError.ECONNABORTED : error);
        }
        return Answer.of(0);
    }

    private void holdBack(boolean on) {
        if (on != held) {
            held = on;
            socket.cork(on);
        }
    }

    private boolean isSynchronizing() {
        return socket.state() == TcpState.SYN_SENT || socket.state() == TcpState.SYN_RECEIVED;
    }

    @Override
    Answer receive(int length, int flags) {
        if (socket == null) {
            throw new CallFailure(LinuxError.ENOTCONN);
        }
        if ((flags & Linux.MSG_OOB) != 0) {
            throw new CallFailure(LinuxError.EINVAL); // urgent bytes are read in line
        }
        if ((flags & Linux.MSG_ERRQUEUE) != 0) {
            throw new CallFailure(LinuxError.EAGAIN);
        }
        if (isSynchronizing()) {
            return null;
        }
        boolean all = (flags & Linux.MSG_WAITALL) != 0 && (flags & (Linux.MSG_PEEK | Linux.MSG_DONTWAIT)) == 0
                && !nonBlocking;
        int there = socket.readableBytes();
        boolean more = !readShut && !socket.hasReceivedFin() && socket.state() != TcpState.CLOSED;
        // Without room for more, waiting for the rest would last for ever.
        if (all && there < length && more && there < receiveBufferBytes / 2) {
            return null;
        }
        byte[] bytes = new byte[Math.min(length, Math.max(there, 1))];
        int got = (flags & Linux.MSG_PEEK) != 0
                ? socket.tryPeek(bytes, 0, bytes.length)
                : socket.tryRead(bytes, 0, bytes.length);
        if (got > 0) {
            byte[] exact = (flags & Linux.MSG_TRUNC) != 0 ? new byte[0] : Arrays.copyOf(bytes, got);
            return Answer.of(exact, got);
        }
        if (socket.hasReceivedFin()) {
            return Answer.of(0);
        }
        LinuxError error = takeError();
        if (error != null) {
            throw new CallFailure(error);
        }
        return got < 0 || readShut || length == 0 ? Answer.of(0) : null;
    }

    @Override
    SendProgress send(byte[] bytes, int flags, IpAddress peer, int port) {
        boolean urgent = (flags & Linux.MSG_OOB) != 0;
        boolean more = (flags & Linux.MSG_MORE) != 0;
        return new SendProgress() {
            private int done;

            @Override
            public Answer attempt() {
                LinuxError error = done == 0 ? takeError() : null;
                if (error != null) {
                    throw new CallFailure(error);
                }
                if (socket == null || writeShut || !socket.state().acceptsWrites()) {
                    if (done > 0) {
                        return Answer.of(done);
                    }
                    throw new CallFailure(LinuxError.EPIPE);
                }
                if (isSynchronizing()) {
                    return null;
                }
                holdBack(cork || more || held);
                int room = Math.min(bytes.length - done, sendBufferBytes - socket.unacknowledgedBytes());
                if (room > 0) {
                    done += urgent ? socket.tryWriteUrgent(bytes, done, room) : socket.tryWrite(bytes, done, room);
                }
                if (done < bytes.length) {
                    return null;
                }
                holdBack(cork || more); // after the write, so that these bytes go with the ones that were held
                return Answer.of(done);
            }

            @Override
            public int taken() {
                return done;
            }
        };
    }

    @Override
    void shutdown(int how) {
        if (server != null) {
            if (how != Linux.SHUT_WR) {
                server.close();
                server = null; // fresh, and still bound
            }
            return;
        }
        if (socket == null || socket.state() == TcpState.CLOSED) {
            throw new CallFailure(LinuxError.ENOTCONN);
        }
        readShut |= how != Linux.SHUT_WR;
        if (how != Linux.SHUT_RD) {
            writeShut = true;
            socket.shutdownOutput();
        }
    }

    @Override
    int events() {
        if (server != null) {
            return server.waiting() > 0 ? Linux.POLLIN | Linux.POLLRDNORM : 0;
        }
        TcpState state = socket == null ? TcpState.CLOSED : socket.state();
        int events = pendingError() != null ? Linux.POLLERR : 0;
        boolean peerEnded = socket != null && (readShut || socket.hasReceivedFin());
        boolean reset = socket != null && state == TcpState.CLOSED;
        if (state == TcpState.CLOSED || state == TcpState.TIME_WAIT || peerEnded && writeShut) {
            events |= Linux.POLLHUP;
        }
        if (peerEnded || reset) {
            events |= Linux.POLLIN | Linux.POLLRDNORM | Linux.POLLRDHUP;
        }
        if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED) {
            return events;
        }
        if (socket != null && socket.readableBytes() > 0) {
            events |= Linux.POLLIN | Linux.POLLRDNORM;
        }
        if (socket != null && socket.urgentBytes() > 0) {
            events |= Linux.POLLPRI;
        }
        // Linux: a third of the buffer free, or no more writes to come.
        boolean writable = socket == null || writeShut || reset
                || socket.unacknowledgedBytes() * 3L < sendBufferBytes * 2L;
        return writable ? events | Linux.POLLOUT | Linux.POLLWRNORM : events;
    }

    @Override
    long receivedBytes() {
        if (server != null) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        return socket == null ? 0 : socket.readableBytes();
    }

    @Override
    long unacknowledgedBytes() {
        if (server != null) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        return socket == null ? 0 : socket.unacknowledgedBytes();
    }

    @Override
    long unsentBytes() {
        if (server != null) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        return socket == null ? 0 : socket.info().unsentBytes();
    }

    @Override
    boolean isAtMark() {
        return socket != null && socket.urgentBytes() == 1;
    }

    private LinuxError pendingError() {
        if (socket == null || errorTaken) {
            return null;
        }
        return switch (socket.closeReason()) {
            case RESET -> socket.hasReceivedFin() && !writeShut ? LinuxError.EPIPE : LinuxError.ECONNRESET;
            case REFUSED -> LinuxError.ECONNREFUSED;
            case TIMED_OUT, KEEP_ALIVE_FAILED -> LinuxError.ETIMEDOUT;
            case UNREACHABLE -> LinuxError.EHOSTUNREACH;
            case LISTENER_CLOSED -> LinuxError.ECONNABORTED;
            case NONE, FINISHED, NOT_OPENED, ABORTED, DATA_AFTER_CLOSE -> null;
        };
    }

    @Override
    LinuxError takeError() {
        LinuxError error = pendingError();
        if (error != null) {
            errorTaken = true;
            failed = LinuxError.ECONNABORTED;
        }
        return error;
    }

    @Override
    void release() {
        if (server != null) {
            server.close();
        }
        if (socket != null) {
            if (lingerSeconds == 0) {
                socket.abort();
            }
            socket.close();
        }
    }

    /** Whether a close has to wait for bytes that the peer has not acknowledged (SO_LINGER). */
    boolean lingers() {
        return lingerSeconds > 0 && socket != null && !nonBlocking && socket.unacknowledgedBytes() > 0
                && socket.state() != TcpState.CLOSED;
    }

    /** Whether that wait is over. */
    boolean hasLingered() {
        return socket.unacknowledgedBytes() == 0 || socket.state() == TcpState.CLOSED;
    }

    void applyNagle() {
        if (socket != null) {
            socket.nagle(!noDelay);
        }
    }

    void applyCork() {
        if (socket != null) {
            holdBack(cork);
        }
    }

    void applyKeepAlive() {
        if (socket != null) {
            socket.keepAlive(keepAlive);
        }
    }
}
