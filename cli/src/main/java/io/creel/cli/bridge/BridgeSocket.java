package io.creel.cli.bridge;

import io.creel.ip.IpAddress;

/**
 * A socket as the kernel's interface shows it, over sockets of the IP path. No method waits: a call that would block
 * returns null and is attempted again later. Failures are {@link CallFailure}s.
 */
abstract class BridgeSocket {
    final Sockets sockets;
    final int domain;
    boolean nonBlocking;
    boolean reuseAddress;
    boolean reusePort;
    boolean v6Only;
    long receiveTimeoutNs;
    long sendTimeoutNs;
    int lingerSeconds = -1;
    /** The address and port of a bind; null and 0 before. */
    IpAddress boundAddress;
    int boundPort;
    boolean closed;

    BridgeSocket(Sockets sockets, int domain) {
        this.sockets = sockets;
        this.domain = domain;
    }

    /** The other host; null if the socket has no peer. */
    abstract IpAddress peer();

    /** See {@link Linux#IPPROTO_TCP}, {@link Linux#IPPROTO_UDP}. */
    abstract int protocol();

    /** Whether another socket may not bind what this one has, in spite of SO_REUSEADDR. */
    abstract boolean isListening();

    abstract void bound();

    abstract Answer accept();

    abstract void listen(int backlog);

    /** Begins to connect; {@link #connected} then says what became of it. */
    abstract void connect(IpAddress peer, int port);

    /** The answer of a connect that was begun; null if it is under way. */
    abstract Answer connected();

    /** Received bytes; null if there are none now. */
    abstract Answer receive(int length, int flags);

    /** A send that is attempted until all bytes are taken. */
    abstract SendProgress send(byte[] bytes, int flags, IpAddress peer, int port);

    abstract void shutdown(int how);

    /** The events that are there. */
    abstract int events();

    abstract long receivedBytes();

    abstract long unacknowledgedBytes();

    abstract long unsentBytes();

    /** Whether the next byte to be read is the last of urgent data. */
    abstract boolean isAtMark();

    /** The error that waits, once, as SO_ERROR does; null if there is none. */
    abstract LinuxError takeError();

    abstract void release();

    /** Closes once. */
    final void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /** The address of another host or of this one as this socket's family has it. */
    final String text(IpAddress address) {
        return domain == Linux.AF_INET6 && address.isIpv4() ? "::ffff:" + address : address.toString();
    }

    /** Refuses an address of the other family. An IPv4 address stands for its mapped form on an IPv6 socket. */
    final void requireFamily(IpAddress address) {
        if (domain == Linux.AF_INET && !address.isIpv4()) {
            throw new CallFailure(LinuxError.EAFNOSUPPORT);
        }
        boolean mapped = address.isIpv4() && !isUnspecified(address);
        if (v6Only && mapped) {
            throw new CallFailure(LinuxError.ENETUNREACH);
        }
    }

    /** Names the own address and port of a socket that has none. */
    final void bind(IpAddress address, int port) {
        requireFamily(address);
        if (boundAddress != null) {
            throw new CallFailure(LinuxError.EINVAL);
        }
        if (!isUnspecified(address) && !sockets.host().claim(address)) {
            throw new CallFailure(LinuxError.EADDRNOTAVAIL);
        }
        int chosen = port == 0 ? sockets.freePort(this, address) : port;
        if (port != 0 && sockets.isTaken(this, address, port)) {
            throw new CallFailure(LinuxError.EADDRINUSE);
        }
        boundAddress = address;
        boundPort = chosen;
        bound();
    }

    static boolean isUnspecified(IpAddress address) {
        return address.low() == 0 && address.high() == 0 || address.equals(IpAddress.ANY_IPV4);
    }

    /** One send, which may take several attempts. */
    interface SendProgress {
        /** The answer; null if the rest has to wait. */
        Answer attempt();

        /** Bytes that were taken. */
        int taken();
    }
}
