package io.creel.cli.bridge;

import io.creel.ip.IpAddress;

/** The file descriptors of the tool: bounded, the lowest free one first, from 3 on. */
final class Sockets {
    /** One more than the highest descriptor. */
    static final int MAX_DESCRIPTORS = 1024;
    private static final int FIRST = 3;
    private static final int FIRST_PORT = 32_768;
    private static final int PORTS = 28_232;

    private final VirtualHost host;
    private final BridgeSocket[] open = new BridgeSocket[MAX_DESCRIPTORS];
    private int portHint;

    Sockets(VirtualHost host) {
        this.host = host;
    }

    VirtualHost host() {
        return host;
    }

    boolean hasRoom() {
        return free() < MAX_DESCRIPTORS;
    }

    private int free() {
        int at = FIRST;
        while (at < MAX_DESCRIPTORS && open[at] != null) {
            at++;
        }
        return at;
    }

    /** Gives the socket a descriptor. */
    int add(BridgeSocket socket) {
        int descriptor = free();
        if (descriptor == MAX_DESCRIPTORS) {
            throw new CallFailure(LinuxError.EMFILE);
        }
        open[descriptor] = socket;
        return descriptor;
    }

    BridgeSocket get(long descriptor) {
        BridgeSocket socket = find(descriptor);
        if (socket == null) {
            throw new CallFailure(LinuxError.EBADF);
        }
        return socket;
    }

    /** Null if there is none. */
    BridgeSocket find(long descriptor) {
        return descriptor < 0 || descriptor >= MAX_DESCRIPTORS ? null : open[(int) descriptor];
    }

    /** Frees a descriptor; its socket is the caller's to close. */
    void forget(long descriptor) {
        open[(int) descriptor] = null;
    }

    /** As the end of a process does. */
    void closeAll() {
        for (int i = 0; i < MAX_DESCRIPTORS; i++) {
            if (open[i] != null) {
                open[i].close();
                open[i] = null;
            }
        }
    }

    /** The rule of bind: an address and port are taken unless both sockets allow to share them. */
    boolean isTaken(BridgeSocket asking, IpAddress address, int port) {
        for (BridgeSocket other : open) {
            boolean rival = other != null && other != asking && other.boundPort == port
                    && other.protocol() == asking.protocol() && overlaps(asking, address, other);
            boolean shared = rival && (asking.reuseAddress && other.reuseAddress && !other.isListening()
                    || asking.reusePort && other.reusePort);
            if (rival && !shared) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlaps(BridgeSocket one, IpAddress address, BridgeSocket other) {
        IpAddress bound = other.boundAddress;
        if (BridgeSocket.isUnspecified(address) || BridgeSocket.isUnspecified(bound)) {
            boolean bothVersions = one.domain == other.domain || !one.v6Only && !other.v6Only;
            return bothVersions || address.isIpv4() == bound.isIpv4();
        }
        return address.equals(bound);
    }

    /** A port that no socket has; the next one each time. */
    int freePort(BridgeSocket asking, IpAddress address) {
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST_PORT + (portHint++ & Integer.MAX_VALUE) % PORTS;
            if (!isTaken(asking, address, port)) {
                return port;
            }
        }
        throw new CallFailure(LinuxError.EADDRINUSE);
    }
}
