package io.creel.ip;

/**
 * What a host knows about the way to one remote address: both addresses, the next hop and the path MTU (RFC 4861,
 * section 5.1). A connection keeps one; a socket without a peer fills the same one again for each datagram. One thread.
 */
public final class Destination {
    private static final int IPV4_HEADER_BYTES = 20;
    private static final int IPV6_HEADER_BYTES = 40;

    private long localHigh;
    private long localLow;
    private long remoteHigh;
    private long remoteLow;
    private long nextHopHigh;
    private long nextHopLow;
    private int mtuBytes;
    private int hopLimit = 64;
    private boolean mayFragment;
    private boolean group;

    /** Without a way yet; an {@link IpOutput} fills it in. */
    public Destination() {
    }

    /**
     * Names the two ends.
     *
     * @param ownHigh the upper 64 bits of the own address
     * @param ownLow the lower 64 bits of the own address
     * @param otherHigh the upper 64 bits of the remote address
     * @param otherLow the lower 64 bits of the remote address
     */
    public void ends(long ownHigh, long ownLow, long otherHigh, long otherLow) {
        localHigh = ownHigh;
        localLow = ownLow;
        remoteHigh = otherHigh;
        remoteLow = otherLow;
    }

    /**
     * Names the way. A group has no next hop but the group.
     *
     * @param hopHigh the upper 64 bits of the address of the next hop
     * @param hopLow the lower 64 bits of the address of the next hop
     * @param toGroup whether the remote address is a multicast or broadcast one
     * @param pathMtuBytes the longest IP packet that the path carries, its header included
     */
    public void way(long hopHigh, long hopLow, boolean toGroup, int pathMtuBytes) {
        nextHopHigh = hopHigh;
        nextHopLow = hopLow;
        group = toGroup;
        mtuBytes = pathMtuBytes;
    }

    /**
     * Sets whether packets that are longer than the path carries are cut. If not, they carry don't-fragment and are
     * refused.
     *
     * @param value whether they are cut; they are not at first
     */
    public void mayFragment(boolean value) {
        mayFragment = value;
    }

    /** {@return whether packets that are longer than the path carries are cut} */
    public boolean mayFragment() {
        return mayFragment;
    }

    /**
     * Sets the time to live or hop limit of what is sent.
     *
     * @param value 1 to 255; 64 at first; not checked here
     */
    public void hopLimit(int value) {
        hopLimit = value;
    }

    /** {@return the time to live or hop limit of what is sent, 1 to 255} */
    public int hopLimit() {
        return hopLimit;
    }

    /** {@return whether both ends are IPv4} */
    public boolean isIpv4() {
        return IpBits.isIpv4(remoteHigh, remoteLow);
    }

    /** {@return whether the remote address is a multicast or broadcast one} */
    public boolean isGroup() {
        return group;
    }

    /** {@return the longest packet that the path carries, in bytes, IP header included} */
    public int mtuBytes() {
        return mtuBytes;
    }

    /**
     * Lowers or restores the path MTU.
     *
     * @param value the longest packet that the path carries, in bytes, IP header included
     */
    public void mtuBytes(int value) {
        mtuBytes = value;
    }

    /** {@return how many bytes of transport header and payload fit in one packet of the path} */
    public int maxTransportBytes() {
        return mtuBytes - headerBytes();
    }

    /** {@return the length of the IP header that packets to this destination carry: 20 for IPv4, 40 for IPv6} */
    public int headerBytes() {
        return isIpv4() ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES;
    }

    /**
     * Sums up the pseudo-header (RFC 9293, section 3.1; RFC 8200, section 8.1). Both versions give the sum of their own
     * pseudo-header: {@code ::ffff:} adds zero in one's complement.
     *
     * @param protocol the number of the protocol above IP
     * @param lengthBytes the length of transport header and payload
     * @return a sum to be passed on to {@code Checksum.finish}
     */
    public long pseudoHeaderSum(int protocol, int lengthBytes) {
        return pseudoHeaderSum(localHigh, localLow, remoteHigh, remoteLow, protocol, lengthBytes);
    }

    /**
     * Sums the pseudo-header between any two addresses, as {@link #pseudoHeaderSum(int, int)} does.
     *
     * @param ownHigh the upper half of the own address
     * @param ownLow the lower half of the own address
     * @param otherHigh the upper half of the peer's address
     * @param otherLow the lower half of the peer's address
     * @param protocol see {@link io.creel.net.wire.IpProtocol}
     * @param lengthBytes of transport header and payload
     * @return the sum, not folded
     */
    public static long pseudoHeaderSum(long ownHigh, long ownLow, long otherHigh, long otherLow, int protocol,
            int lengthBytes) {
        return pieces(ownHigh) + pieces(ownLow) + pieces(otherHigh) + pieces(otherLow) + protocol + lengthBytes;
    }

    private static long pieces(long value) {
        return (value >>> 32) + (value & 0xffffffffL);
    }

    /** {@return the upper 64 bits of the own address} */
    public long localHigh() {
        return localHigh;
    }

    /** {@return the lower 64 bits of the own address} */
    public long localLow() {
        return localLow;
    }

    /** {@return the upper 64 bits of the peer's address} */
    public long remoteHigh() {
        return remoteHigh;
    }

    /** {@return the lower 64 bits of the peer's address} */
    public long remoteLow() {
        return remoteLow;
    }

    /** {@return the upper 64 bits of the address that the link must know} */
    public long nextHopHigh() {
        return nextHopHigh;
    }

    /** {@return the lower 64 bits of the address that the link must know} */
    public long nextHopLow() {
        return nextHopLow;
    }

    /** Both ends, for messages. */
    @Override
    public String toString() {
        return new IpAddress(localHigh, localLow) + " > " + new IpAddress(remoteHigh, remoteLow);
    }
}
