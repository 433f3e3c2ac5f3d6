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

    /** Names the two ends. */
    public void ends(long ownHigh, long ownLow, long otherHigh, long otherLow) {
        localHigh = ownHigh;
        localLow = ownLow;
        remoteHigh = otherHigh;
        remoteLow = otherLow;
    }

    /** Names the way. A group has no next hop but the group. */
    public void way(long hopHigh, long hopLow, boolean toGroup, int pathMtuBytes) {
        nextHopHigh = hopHigh;
        nextHopLow = hopLow;
        group = toGroup;
        mtuBytes = pathMtuBytes;
    }

    /**
     * Whether packets that are longer than the path carries are cut. If not, they carry don't-fragment and are refused.
     */
    public void mayFragment(boolean value) {
        mayFragment = value;
    }

    /** See {@link #mayFragment(boolean)}. */
    public boolean mayFragment() {
        return mayFragment;
    }

    /** The time to live or hop limit of what is sent, 1 to 255; 64 unless it is set. */
    public void hopLimit(int value) {
        hopLimit = value;
    }

    /** See {@link #hopLimit(int)}. */
    public int hopLimit() {
        return hopLimit;
    }

    /** Whether both ends are IPv4. */
    public boolean isIpv4() {
        return IpBits.isIpv4(remoteHigh, remoteLow);
    }

    /** Whether it is a multicast or broadcast address. */
    public boolean isGroup() {
        return group;
    }

    /** The longest packet that the path carries, IP header included. */
    public int mtuBytes() {
        return mtuBytes;
    }

    /** Lowers or restores the path MTU. */
    public void mtuBytes(int value) {
        mtuBytes = value;
    }

    /** The longest transport header and payload in one packet of the path. */
    public int maxTransportBytes() {
        return mtuBytes - headerBytes();
    }

    /** The IP header of this version. */
    public int headerBytes() {
        return isIpv4() ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES;
    }

    /**
     * The sum of the pseudo-header (RFC 9293, section 3.1; RFC 8200, section 8.1), for {@code Checksum.finish}. Both
     * versions give the sum of their own pseudo-header: {@code ::ffff:} adds zero in one's complement.
     */
    public long pseudoHeaderSum(int protocol, int lengthBytes) {
        return pieces(localHigh) + pieces(localLow) + pieces(remoteHigh) + pieces(remoteLow) + protocol + lengthBytes;
    }

    private static long pieces(long value) {
        return (value >>> 32) + (value & 0xffffffffL);
    }

    /** The upper half of the own address. */
    public long localHigh() {
        return localHigh;
    }

    /** The lower half of the own address. */
    public long localLow() {
        return localLow;
    }

    /** The upper half of the peer's address. */
    public long remoteHigh() {
        return remoteHigh;
    }

    /** The lower half of the peer's address. */
    public long remoteLow() {
        return remoteLow;
    }

    /** The upper half of the address that the link must know. */
    public long nextHopHigh() {
        return nextHopHigh;
    }

    /** The lower half of the address that the link must know. */
    public long nextHopLow() {
        return nextHopLow;
    }

    /** Both ends, for messages. */
    @Override
    public String toString() {
        return new IpAddress(localHigh, localLow) + " > " + new IpAddress(remoteHigh, remoteLow);
    }
}
