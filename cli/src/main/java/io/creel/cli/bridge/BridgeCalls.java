package io.creel.cli.bridge;

import io.creel.ip.IpAddress;

/** What each call of the protocol does. {@code docs/socket-bridge.md} says it for the authors of tools. */
final class BridgeCalls {
    /** The longest sleep of one call: about 12 days. */
    static final long MAX_SLEEP_US = 1L << 40;
    /** The longest that a call awaits a packet: a day. */
    static final long MAX_AWAIT_NS = 86_400_000_000_000L;
    /** Most bytes that one call receives. */
    static final int MAX_RECEIVE_BYTES = BridgeConnection.MAX_RECORD_BYTES - 4096;

    private static final int KNOWN_RECEIVE_FLAGS = Linux.MSG_OOB | Linux.MSG_PEEK | Linux.MSG_TRUNC
            | Linux.MSG_DONTWAIT | Linux.MSG_WAITALL | Linux.MSG_ERRQUEUE | Linux.MSG_NOSIGNAL;
    private static final int KNOWN_SEND_FLAGS = Linux.MSG_OOB | Linux.MSG_DONTWAIT | Linux.MSG_EOR
            | Linux.MSG_NOSIGNAL | Linux.MSG_MORE;

    private final VirtualHost host;
    private final Sockets sockets;

    BridgeCalls(VirtualHost host) {
        this.host = host;
        sockets = new Sockets(host);
    }

    /** The call that a line stands for. Fails if the line is wrong. */
    Call of(CallLine line) {
        return switch (line.name()) {
            case "socket" -> socket(line);
            case "bind" -> bind(line);
            case "listen" -> listen(line);
            case "accept" -> accept(line);
            case "connect" -> connect(line);
            case "recv", "read" -> receive(line);
            case "send", "write" -> send(line);
            case "fcntl" -> fcntl(line);
            case "ioctl" -> ioctl(line);
            case "close" -> close(line);
            case "shutdown" -> shutdown(line);
            case "getsockopt" -> getOption(line);
            case "setsockopt" -> setOption(line);
            case "poll" -> poll(line);
            case "packet_in" -> packetIn(line);
            case "packet_out" -> packetOut(line);
            case "usleep" -> sleep(line);
            case "time" -> time(line);
            default -> throw new CallFailure(LinuxError.ENOSYS, "no such call: call="
                    + line.name().substring(0, Math.min(40, line.name().length())));
        };
    }

    /** Closes all sockets. */
    void close() {
        sockets.closeAll();
    }

    private long nowNs() {
        return host.clock().getAsLong();
    }

    private long deadline(long timeoutNs) {
        return timeoutNs == 0 ? Call.NEVER : nowNs() + timeoutNs;
    }

    private Call socket(CallLine line) {
        line.require(3, 3);
        int domain = line.integer(1);
        int type = line.integer(2);
        int protocol = line.integer(3);
        if (domain != Linux.AF_INET && domain != Linux.AF_INET6) {
            throw new CallFailure(LinuxError.EAFNOSUPPORT);
        }
        if ((type & ~(Linux.SOCK_TYPE_MASK | Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC)) != 0) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        int own = switch (type & Linux.SOCK_TYPE_MASK) {
            case Linux.SOCK_STREAM -> Linux.IPPROTO_TCP;
            case Linux.SOCK_DGRAM -> Linux.IPPROTO_UDP;
            default -> throw new CallFailure(LinuxError.ESOCKTNOSUPPORT);
        };
        if (protocol != 0 && protocol != own) {
            throw new CallFailure(LinuxError.EPROTONOSUPPORT);
        }
        return Call.now(() -> {
            BridgeSocket made = own == Linux.IPPROTO_TCP
                    ? new TcpBridgeSocket(sockets, domain)
                    : new UdpBridgeSocket(sockets, domain);
            made.nonBlocking = (type & Linux.SOCK_NONBLOCK) != 0;
            return Answer.of(sockets.add(made));
        });
    }

    private Call bind(CallLine line) {
        line.require(3, 3);
        BridgeSocket socket = sockets.get(line.number(1));
        IpAddress address = line.address(2);
        int port = line.port(3);
        return Call.now(() -> {
            socket.bind(address, port);
            return Answer.of(0);
        });
    }

    private Call listen(CallLine line) {
        line.require(2, 2);
        BridgeSocket socket = sockets.get(line.number(1));
        int backlog = line.integer(2);
        return Call.now(() -> {
            socket.listen(backlog);
            return Answer.of(0);
        });
    }

    /** Fails if another thread has closed the socket while this one waited. */
    private static BridgeSocket open(BridgeSocket socket) {
        if (socket.closed) {
            throw new CallFailure(LinuxError.EBADF);
        }
        return socket;
    }

    private static Answer orFail(Answer answer, boolean blocks, LinuxError errno) {
        if (answer == null && !blocks) {
            throw new CallFailure(errno);
        }
        return answer;
    }

    private Call accept(CallLine line) {
        line.require(1, 1);
        BridgeSocket socket = sockets.get(line.number(1));
        return Call.waiting(() -> orFail(open(socket).accept(), !socket.nonBlocking, LinuxError.EAGAIN),
                deadline(socket.receiveTimeoutNs), LinuxError.EAGAIN);
    }

    private Call connect(CallLine line) {
        line.require(3, 3);
        BridgeSocket socket = sockets.get(line.number(1));
        IpAddress peer = line.address(2);
        int port = line.port(3);
        socket.connect(peer, port);
        return Call.waiting(() -> open(socket).connected(), deadline(socket.sendTimeoutNs), LinuxError.EINPROGRESS);
    }

    private Call receive(CallLine line) {
        boolean isRead = line.name().equals("read");
        line.require(isRead ? 2 : 3, 3);
        BridgeSocket socket = sockets.get(line.number(1));
        long asked = line.number(2);
        int flags = line.has(3) ? line.integer(3) : 0;
        if (asked < 0 || (flags & ~KNOWN_RECEIVE_FLAGS) != 0) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        int length = (int) Math.min(asked, MAX_RECEIVE_BYTES);
        boolean blocks = !socket.nonBlocking && (flags & Linux.MSG_DONTWAIT) == 0;
        int first = flags;
        // At its time-out a receive that waits for all bytes answers with those that are there.
        return new Call(() -> orFail(open(socket).receive(length, first), blocks, LinuxError.EAGAIN),
                deadline(socket.receiveTimeoutNs), () -> {
                    Answer rest = socket.receive(length, first & ~Linux.MSG_WAITALL);
                    return rest == null ? Answer.of(new CallFailure(LinuxError.EAGAIN)) : rest;
                }, Call.Kind.WAITS);
    }

    private Call send(CallLine line) {
        boolean isWrite = line.name().equals("write");
        line.require(isWrite ? 2 : 3, 5);
        BridgeSocket socket = sockets.get(line.number(1));
        byte[] bytes = line.payload(2);
        int flags = line.has(3) ? line.integer(3) : 0;
        if ((flags & ~KNOWN_SEND_FLAGS) != 0) {
            throw new CallFailure(LinuxError.EOPNOTSUPP);
        }
        if (line.has(4) && !line.has(5)) {
            throw new CallFailure(LinuxError.EINVAL, "an address without a port: call=" + line.name());
        }
        IpAddress peer = line.has(4) ? line.address(4) : null;
        int port = line.has(5) ? line.port(5) : 0;
        BridgeSocket.SendProgress progress = socket.send(bytes, flags, peer, port);
        boolean blocks = !socket.nonBlocking && (flags & Linux.MSG_DONTWAIT) == 0;
        return new Call(() -> {
            open(socket);
            Answer whole = progress.attempt();
            return whole != null || blocks ? whole : part(progress);
        }, deadline(socket.sendTimeoutNs), () -> part(progress), Call.Kind.WAITS);
    }

    private static Answer part(BridgeSocket.SendProgress progress) {
        return progress.taken() > 0 ? Answer.of(progress.taken()) : Answer.of(new CallFailure(LinuxError.EAGAIN));
    }

    private Call fcntl(CallLine line) {
        line.require(2, 3);
        BridgeSocket socket = sockets.get(line.number(1));
        int command = line.integer(2);
        int value = line.has(3) ? line.integer(3) : 0;
        return Call.now(() -> switch (command) {
            case Linux.F_GETFL -> Answer.of(Linux.O_RDWR | (socket.nonBlocking ? Linux.O_NONBLOCK : 0));
            case Linux.F_SETFL -> {
                socket.nonBlocking = (value & Linux.O_NONBLOCK) != 0;
                yield Answer.of(0);
            }
            case Linux.F_GETFD, Linux.F_SETFD -> Answer.of(0);
            default -> throw new CallFailure(LinuxError.EINVAL);
        });
    }

    private Call ioctl(CallLine line) {
        line.require(2, 3);
        BridgeSocket socket = sockets.get(line.number(1));
        int request = line.integer(2);
        return Call.now(() -> switch (request) {
            case Linux.SIOCINQ -> value(socket.receivedBytes());
            case Linux.SIOCOUTQ -> value(socket.unacknowledgedBytes());
            case Linux.SIOCOUTQNSD -> value(socket.unsentBytes());
            case Linux.SIOCATMARK -> value(socket.isAtMark() ? 1 : 0);
            case Linux.FIONBIO -> {
                if (!line.has(3) && line.bytes().length < 4) {
                    throw new CallFailure(LinuxError.EFAULT, "FIONBIO needs a value: a third word, or four bytes");
                }
                long on = line.has(3) ? line.number(3) : OptionValue.integer(OptionValue.of(line.bytes()));
                socket.nonBlocking = on != 0;
                yield Answer.of(0);
            }
            default -> throw new CallFailure(LinuxError.ENOTTY);
        });
    }

    /** A value both as a number and as the bytes of an {@code int}. */
    private static Answer value(long number) {
        return Answer.of(OptionValue.integer(number), 0, number);
    }

    private Call close(CallLine line) {
        line.require(1, 1);
        long descriptor = line.number(1);
        BridgeSocket socket = sockets.get(descriptor);
        if (socket instanceof TcpBridgeSocket stream && stream.lingers()) {
            sockets.forget(descriptor);
            stream.shutdown(Linux.SHUT_WR);
            return new Call(() -> stream.hasLingered() ? closed(stream) : null,
                    deadline(stream.lingerSeconds * 1_000_000_000L), () -> closed(stream), Call.Kind.WAITS);
        }
        return Call.now(() -> {
            sockets.forget(descriptor);
            return closed(socket);
        });
    }

    private static Answer closed(BridgeSocket socket) {
        socket.close();
        return Answer.of(0);
    }

    private Call shutdown(CallLine line) {
        line.require(2, 2);
        BridgeSocket socket = sockets.get(line.number(1));
        int how = line.integer(2);
        if (how < Linux.SHUT_RD || how > Linux.SHUT_RDWR) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        return Call.now(() -> {
            socket.shutdown(how);
            return Answer.of(0);
        });
    }

    private Call getOption(CallLine line) {
        line.require(4, 4);
        BridgeSocket socket = sockets.get(line.number(1));
        int level = line.integer(2);
        int name = line.integer(3);
        int length = line.integer(4);
        return Call.now(() -> Answer.of(SocketOptions.get(socket, level, name, length), 0));
    }

    private Call setOption(CallLine line) {
        line.require(4, 4);
        BridgeSocket socket = sockets.get(line.number(1));
        int level = line.integer(2);
        int name = line.integer(3);
        byte[] value = line.payload(4);
        if (value.length > SocketOptions.MAX_VALUE_BYTES) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        return Call.now(() -> {
            SocketOptions.set(socket, level, name, value);
            return Answer.of(0);
        });
    }

    private Call poll(CallLine line) {
        line.require(3, 3);
        long descriptor = line.number(1);
        int asked = line.integer(2);
        long ms = line.number(3);
        long deadlineNs = ms < 0 ? Call.NEVER : nowNs() + Math.min(ms, Integer.MAX_VALUE) * 1_000_000L;
        return new Call(() -> {
            int events = events(descriptor) & (asked | Linux.POLLERR | Linux.POLLHUP | Linux.POLLNVAL);
            return events == 0 ? null : Answer.of(1, events);
        }, deadlineNs, () -> Answer.of(0, 0), Call.Kind.WAITS);
    }

    private int events(long descriptor) {
        BridgeSocket socket = sockets.find(descriptor);
        return socket != null ? socket.events() : descriptor < 0 ? 0 : Linux.POLLNVAL;
    }

    private Call packetIn(CallLine line) {
        line.require(1, 1);
        byte[] packet = line.payload(1);
        return Call.now(() -> {
            IpAddress destination = BridgeLink.destination(packet);
            if (destination != null) {
                host.claim(destination);
            }
            host.link().send(packet);
            return Answer.of(0);
        });
    }

    private Call packetOut(CallLine line) {
        line.require(0, 1); // a tool may name the size of its buffer
        return new Call(() -> {
            SentPacket packet = host.link().take();
            return packet == null ? null : Answer.of(packet.bytes(), packet.bytes().length, packet.timeUs());
        }, nowNs() + MAX_AWAIT_NS, BridgeCalls::noPacket, Call.Kind.AWAITS_PACKET);
    }

    /** No packet will leave, whatever the clock says. */
    static Answer noPacket() {
        return Answer
                .of(new CallFailure(LinuxError.EAGAIN, "no packet will leave: nothing in the host waits for time"));
    }

    private Call sleep(CallLine line) {
        line.require(1, 1);
        long us = line.number(1);
        if (us < 0 || us > MAX_SLEEP_US) {
            throw new CallFailure(LinuxError.EINVAL,
                    "sleep out of bounds: us=" + us + ", least=0, most=" + MAX_SLEEP_US);
        }
        return new Call(() -> null, nowNs() + us * 1_000, () -> Answer.of(0), Call.Kind.SLEEPS);
    }

    private Call time(CallLine line) {
        line.require(0, 0);
        return Call.now(() -> Answer.of(0, host.clock().nowUs()));
    }
}
