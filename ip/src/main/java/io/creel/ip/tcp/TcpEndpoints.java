package io.creel.ip.tcp;

import io.creel.ip.IpAddress;

/**
 * The two addresses and ports of a connection, as this host sees them.
 *
 * <p>
 * An address is 128 bits in two longs; an IPv4 address is written in its mapped form, ::ffff:a.b.c.d. The object is
 * mutable so that lookups and pooled connections reuse it. One thread at a time.
 */
public final class TcpEndpoints {
    private static final long IPV4_MAPPED = 0xffff_0000_0000L;

    private long localHigh;
    private long localLow;
    private long remoteHigh;
    private long remoteLow;
    private int localPort;
    private int remotePort;

    /** All fields are 0. */
    public TcpEndpoints() {
        // set later
    }

    /**
     * Sets all fields. Ports are 0 to 65535.
     *
     * @param newLocalHigh the upper 64 bits of the local address
     * @param newLocalLow the lower 64 bits of the local address
     * @param newLocalPort the local port
     * @param newRemoteHigh the upper 64 bits of the remote address
     * @param newRemoteLow the lower 64 bits of the remote address
     * @param newRemotePort the remote port
     * @return this
     */
    public TcpEndpoints set(long newLocalHigh, long newLocalLow, int newLocalPort, long newRemoteHigh,
            long newRemoteLow, int newRemotePort) {
        localHigh = newLocalHigh;
        localLow = newLocalLow;
        localPort = newLocalPort & 0xffff;
        remoteHigh = newRemoteHigh;
        remoteLow = newRemoteLow;
        remotePort = newRemotePort & 0xffff;
        return this;
    }

    /**
     * Sets two IPv4 addresses and the ports.
     *
     * @param local the local address, its first byte highest
     * @param newLocalPort the local port
     * @param remote the remote address, its first byte highest
     * @param newRemotePort the remote port
     * @return this
     */
    public TcpEndpoints setIpv4(int local, int newLocalPort, int remote, int newRemotePort) {
        return set(0, IPV4_MAPPED | local & 0xffffffffL, newLocalPort, 0, IPV4_MAPPED | remote & 0xffffffffL,
                newRemotePort);
    }

    /**
     * Copies all fields.
     *
     * @param other the endpoints to copy
     * @return this
     */
    public TcpEndpoints set(TcpEndpoints other) {
        return set(other.localHigh, other.localLow, other.localPort, other.remoteHigh, other.remoteLow,
                other.remotePort);
    }

    void localPort(int port) {
        localPort = port;
    }

    /** {@return the upper 64 bits of the local address} */
    public long localHigh() {
        return localHigh;
    }

    /** {@return the lower 64 bits of the local address} */
    public long localLow() {
        return localLow;
    }

    /** {@return the upper 64 bits of the remote address} */
    public long remoteHigh() {
        return remoteHigh;
    }

    /** {@return the lower 64 bits of the remote address} */
    public long remoteLow() {
        return remoteLow;
    }

    /** {@return the local port, 0 to 65535} */
    public int localPort() {
        return localPort;
    }

    /** {@return the remote port, 0 to 65535} */
    public int remotePort() {
        return remotePort;
    }

    /** {@return whether both addresses are IPv4 in their mapped form} */
    public boolean isIpv4() {
        return isMapped(localHigh, localLow) && isMapped(remoteHigh, remoteLow);
    }

    private static boolean isMapped(long high, long low) {
        return high == 0 && low >>> 32 == 0xffffL;
    }

    /**
     * {@return whether a connection may exist between these addresses: the remote one is neither unspecified, multicast
     * nor the IPv4 broadcast, the local one is no multicast or broadcast, and the pair is not one endpoint talking to
     * itself (RFC 9293, MUST-46, MUST-57, MUST-63)}
     */
    public boolean isPossible() {
        return isUnicast(remoteHigh, remoteLow) && isUnicast(localHigh, localLow) && remotePort != 0
                && !(remotePort == localPort && remoteHigh == localHigh && remoteLow == localLow);
    }

    private static boolean isUnicast(long high, long low) {
        if (isMapped(high, low)) {
            int first = (int) (low >>> 24) & 0xff;
            return first != 0 && first < 224; // RFC 1122 3.2.1.3: "this" network; multicast, reserved and broadcast
        }
        return (high | low) != 0 && high >>> 56 != 0xff;
    }

    boolean same(TcpEndpoints other) {
        return localPort == other.localPort && remotePort == other.remotePort && remoteLow == other.remoteLow
                && localLow == other.localLow && remoteHigh == other.remoteHigh && localHigh == other.localHigh;
    }

    /** A well-mixed hash without a secret: see {@link IsnGenerator#mix} for the keyed one. */
    int hash(long key) {
        long h = IsnGenerator.mix(key, localHigh, localLow ^ localPort);
        h = IsnGenerator.mix(h, remoteHigh, remoteLow ^ (long) remotePort << 48);
        return (int) (h ^ h >>> 32);
    }

    @Override
    public String toString() {
        return text(localHigh, localLow) + ":" + localPort + "<->" + text(remoteHigh, remoteLow) + ":" + remotePort;
    }

    private static String text(long high, long low) {
        IpAddress address = new IpAddress(high, low);
        return address.isIpv4() ? address.toString() : "[" + address + "]";
    }
}
