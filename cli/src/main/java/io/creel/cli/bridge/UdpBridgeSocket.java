package io.creel.cli.bridge;

import io.creel.core.spec.Owned;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.SendResult;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpPorts;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import java.util.Arrays;

/** A datagram socket. */
final class UdpBridgeSocket extends BridgeSocket {
    private static final int MAX_DATAGRAM_BYTES = 65_507;

    private final UdpPorts ports;
    private UdpSocket socket;
    private IpAddress peer;
    private int peerPort;
    private boolean readShut;
    private boolean writeShut;
    private LinuxError error;
    /** Received and looked at by MSG_PEEK or a poll. */
    @Owned
    private Packet peeked;

    UdpBridgeSocket(Sockets sockets, int domain) {
        super(sockets, domain);
        ports = sockets.host().host().udp();
    }

    @Override
    IpAddress peer() {
        return peer;
    }

    @Override
    int protocol() {
        return Linux.IPPROTO_UDP;
    }

    @Override
    boolean isListening() {
        return false;
    }

    @Override
    void bound() {
        try {
            socket = ports.bind(boundAddress, boundPort);
        } catch (IpException refused) {
            boundAddress = null;
            boundPort = 0;
            throw failure(refused);
        }
    }

    private static CallFailure failure(IpException refused) {
        return new CallFailure(switch (refused.reason()) {
            case ADDRESS_UNKNOWN -> LinuxError.EADDRNOTAVAIL;
            case PORT_TAKEN, NO_FREE_PORT -> LinuxError.EADDRINUSE;
            case SEND_FAILED -> LinuxError.ENETUNREACH;
            case TOO_MANY_SOCKETS, CLOSED, BAD_CONFIGURATION, BAD_MESSAGE -> LinuxError.ENOBUFS;
        }, refused.getMessage());
    }

    @Override
    void listen(int backlog) {
        throw new CallFailure(LinuxError.EOPNOTSUPP);
    }

    @Override
    Answer accept() {
        throw new CallFailure(LinuxError.EOPNOTSUPP);
    }

    @Override
    void connect(IpAddress to, int port) {
        requireFamily(to);
        IpAddress local = boundAddress != null && !isUnspecified(boundAddress)
                ? boundAddress
                : sockets.host().source(to);
        int port0 = boundPort != 0 ? boundPort : sockets.freePort(this, local);
        dropPeeked();
        if (socket != null) {
            socket.close();
        }
        try {
            socket = ports.connect(local, port0, to, port);
        } catch (IpException refused) {
            socket = null;
            throw failure(refused);
        } catch (IllegalArgumentException impossible) {
            throw new CallFailure(LinuxError.EINVAL, impossible.getMessage());
        }
        boundAddress = new IpAddress(socket.localHigh(), socket.localLow());
        boundPort = port0;
        peer = to;
        peerPort = port;
    }

    @Override
    Answer connected() {
        return Answer.of(0);
    }

    private Packet next() {
        if (peeked == null && socket != null) {
            peeked = socket.poll();
        }
        return peeked;
    }

    private void dropPeeked() {
        if (peeked != null) {
            peeked.release();
            peeked = null;
        }
    }

    @Override
    Answer receive(int length, int flags) {
        if ((flags & Linux.MSG_OOB) != 0) {
            throw new CallFailure(LinuxError.EOPNOTSUPP);
        }
        Packet packet = next();
        LinuxError failed = packet == null ? takeError() : null;
        if (failed != null) {
            throw new CallFailure(failed);
        }
        if (packet == null) {
            return readShut ? Answer.of(0) : null;
        }
        byte[] payload = UdpDatagram.payload(packet);
        IpAddress source = UdpDatagram.source(packet);
        int port = UdpDatagram.sourcePort(packet);
        if ((flags & Linux.MSG_PEEK) == 0) {
            dropPeeked();
        }
        byte[] bytes = payload.length > length ? Arrays.copyOf(payload, length) : payload;
        int result = (flags & Linux.MSG_TRUNC) != 0 ? payload.length : bytes.length;
        return Answer.of(bytes, result, text(source), port);
    }

    @Override
    SendProgress send(byte[] bytes, int flags, IpAddress to, int port) {
        return new SendProgress() {
            @Override
            public Answer attempt() {
                return sendOne(bytes, to, port);
            }

            @Override
            public int taken() {
                return 0;
            }
        };
    }

    private Answer sendOne(byte[] bytes, IpAddress to, int port) {
        LinuxError failed = takeError();
        if (failed != null) {
            throw new CallFailure(failed);
        }
        if (writeShut) {
            throw new CallFailure(LinuxError.EPIPE);
        }
        IpAddress target = to == null ? peer : to;
        int targetPort = to == null ? peerPort : port;
        if (target == null) {
            throw new CallFailure(LinuxError.EDESTADDRREQ);
        }
        requireFamily(target);
        if (peer != null && to != null && !(peer.equals(to) && peerPort == port)) {
            throw new CallFailure(LinuxError.EISCONN,
                    "a connected socket sends to its peer alone: peer=" + peer + ", port="
                            + peerPort);
        }
        if (bytes.length > MAX_DATAGRAM_BYTES) {
            throw new CallFailure(LinuxError.EMSGSIZE);
        }
        if (socket == null) {
            IpAddress local = sockets.host().source(target);
            bind(isUnspecified(local) ? unspecified() : local, 0);
        }
        SendResult result = socket.send(bytes, target, targetPort);
        return switch (result) {
            case SENT, WAITS -> Answer.of(bytes.length);
            case NO_ROUTE -> throw new CallFailure(targetPort == 0 ? LinuxError.EINVAL : LinuxError.ENETUNREACH);
            case TOO_LONG -> throw new CallFailure(LinuxError.EMSGSIZE);
            case PORT_UNREACHABLE -> throw new CallFailure(LinuxError.ECONNREFUSED);
            case HOST_UNREACHABLE, NEIGHBOUR_UNREACHABLE -> throw new CallFailure(LinuxError.EHOSTUNREACH);
            case POOL_EXHAUSTED, QUEUE_FULL, NEIGHBOUR_TABLE_FULL, NEIGHBOUR_QUEUE_FULL, DEVICE_GONE, CLOSED ->
                throw new CallFailure(LinuxError.ENOBUFS, result.sentence());
        };
    }

    private IpAddress unspecified() {
        return domain == Linux.AF_INET ? IpAddress.ANY_IPV4 : IpAddress.ANY_IPV6;
    }

    @Override
    void shutdown(int how) {
        if (peer == null) {
            throw new CallFailure(LinuxError.ENOTCONN);
        }
        readShut |= how != Linux.SHUT_WR;
        writeShut |= how != Linux.SHUT_RD;
    }

    @Override
    int events() {
        int events = Linux.POLLOUT | Linux.POLLWRNORM;
        if (next() != null || readShut) {
            events |= Linux.POLLIN | Linux.POLLRDNORM;
        }
        noteError();
        if (error != null) {
            events |= Linux.POLLERR;
        }
        if (readShut) {
            events |= Linux.POLLRDHUP;
        }
        return readShut && writeShut ? events | Linux.POLLHUP : events;
    }

    @Override
    long receivedBytes() {
        Packet packet = next();
        return packet == null ? 0 : UdpDatagram.payloadBytes(packet);
    }

    @Override
    long unacknowledgedBytes() {
        return 0;
    }

    @Override
    long unsentBytes() {
        throw new CallFailure(LinuxError.ENOTTY);
    }

    @Override
    boolean isAtMark() {
        throw new CallFailure(LinuxError.ENOTTY);
    }

    private void noteError() {
        SendResult failure = error == null && socket != null ? socket.takeError() : null;
        if (failure != null) {
            error = failure == SendResult.PORT_UNREACHABLE ? LinuxError.ECONNREFUSED : LinuxError.EHOSTUNREACH;
        }
    }

    @Override
    LinuxError takeError() {
        noteError();
        LinuxError taken = error;
        error = null;
        return taken;
    }

    @Override
    void release() {
        dropPeeked();
        if (socket != null) {
            socket.close();
        }
    }
}
