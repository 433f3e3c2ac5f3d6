package io.creel.ip.socket;

import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.NoSuspend;
import io.creel.ip.IpAddress;
import io.creel.net.wire.IpProtocol;

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
    IpSocket nextInBucket;
    boolean inTable;

    /** At an own address, which may be the unspecified one of a version, and a port. */
    protected IpSocket(int protocol, long localHigh, long localLow, int localPort) {
        this.protocol = protocol;
        this.localHigh = localHigh;
        this.localLow = localLow;
        this.localPort = localPort;
        lock = new CoroutineLock(IpProtocol.text(protocol) + " port " + localPort);
    }

    /** Names the only peer. Before it is put into the table. */
    protected final void peer(long high, long low, int port) {
        if (inTable) {
            throw new IllegalStateException("peer of a socket that is in use: socket=" + this);
        }
        remoteHigh = high;
        remoteLow = low;
        remotePort = port;
    }

    /** See {@link IpProtocol}. */
    public final int protocol() {
        return protocol;
    }

    /** The upper half of the own address. */
    public final long localHigh() {
        return localHigh;
    }

    /** The lower half of the own address. */
    public final long localLow() {
        return localLow;
    }

    /** The own port. */
    public final int localPort() {
        return localPort;
    }

    /** The upper half of the peer's address. */
    public final long remoteHigh() {
        return remoteHigh;
    }

    /** The lower half of the peer's address. */
    public final long remoteLow() {
        return remoteLow;
    }

    /** The peer's port; 0 if there is no one peer. */
    public final int remotePort() {
        return remotePort;
    }

    /** Whether it has one peer. */
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
