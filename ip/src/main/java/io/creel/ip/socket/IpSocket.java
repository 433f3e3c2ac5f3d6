package io.creel.ip.socket;

import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.NoSuspend;
import io.creel.ip.IpAddress;
import io.creel.net.wire.IpProtocol;
import org.jspecify.annotations.Nullable;

/**
 * One end of a conversation, or of all conversations at a port. A step gets it as an argument, tied to the packet, and
 * runs under the lock of this socket. Of the worker that runs the host.
 */
public abstract class IpSocket {
    /** Held while a packet of this socket is processed; never across a suspension of the holder. */
    @NoSuspend
    public final CoroutineLock lock;

    private final int protocol;
    private final long localHigh;
    private final long localLow;
    private final int localPort;
    private long remoteHigh;
    private long remoteLow;
    private int remotePort;
    /** Of the table that it is in. */
    @Nullable
    IpSocket nextInBucket;
    boolean inTable;

    /**
     * Makes a socket at an own address and port, without a peer.
     *
     * @param protocol the number of the protocol above IP, see {@code IpProtocol}
     * @param localHigh the upper 64 bits of the own address
     * @param localLow the lower 64 bits of the own address, which may be the unspecified one of a version
     * @param localPort the own port, 1 to 65535
     */
    protected IpSocket(int protocol, long localHigh, long localLow, int localPort) {
        this.protocol = protocol;
        this.localHigh = localHigh;
        this.localLow = localLow;
        this.localPort = localPort;
        lock = new CoroutineLock(IpProtocol.text(protocol) + " port " + localPort);
    }

    /**
     * Names the only peer, before the socket is put into the table.
     *
     * @param high the upper 64 bits of the peer's address
     * @param low the lower 64 bits of the peer's address
     * @param port the peer's port, 1 to 65535
     * @throws IllegalStateException if the socket is in a table
     */
    protected final void peer(long high, long low, int port) {
        if (inTable) {
            throw new IllegalStateException("peer of a socket that is in use: socket=" + this);
        }
        remoteHigh = high;
        remoteLow = low;
        remotePort = port;
    }

    /** {@return the number of the protocol, see {@link IpProtocol}} */
    public final int protocol() {
        return protocol;
    }

    /** {@return the upper 64 bits of the own address} */
    public final long localHigh() {
        return localHigh;
    }

    /** {@return the lower 64 bits of the own address} */
    public final long localLow() {
        return localLow;
    }

    /** {@return the own port} */
    public final int localPort() {
        return localPort;
    }

    /** {@return the upper 64 bits of the peer's address} */
    public final long remoteHigh() {
        return remoteHigh;
    }

    /** {@return the lower 64 bits of the peer's address} */
    public final long remoteLow() {
        return remoteLow;
    }

    /** {@return the peer's port; 0 if there is no one peer} */
    public final int remotePort() {
        return remotePort;
    }

    /** {@return whether it has one peer} */
    public final boolean isConnected() {
        return remotePort != 0;
    }

    final boolean isConnection(int number, long ownHigh, long ownLow, int ownPort, long high, long low, int port) {
        return localPort == ownPort && remotePort == port && remoteLow == low && remoteHigh == high
                && localLow == ownLow && localHigh == ownHigh && protocol == number;
    }

    final boolean isListener(int number, long ownHigh, long ownLow, int ownPort) {
        return localPort == ownPort && localLow == ownLow && localHigh == ownHigh && protocol == number
                && remotePort == 0;
    }

    /** Both ends, for messages. */
    @Override
    public String toString() {
        String own = IpProtocol.text(protocol) + " " + end(localHigh, localLow, localPort);
        return isConnected() ? own + " > " + end(remoteHigh, remoteLow, remotePort) : own;
    }

    private static String end(long high, long low, int port) {
        var address = new IpAddress(high, low);
        return address.isIpv4() ? address + ":" + port : "[" + address + "]:" + port;
    }
}
