package io.creel.ip.icmp;

import io.creel.ip.IpBits;
import io.creel.ip.ShortGuard;
import java.util.function.LongSupplier;

/**
 * Path MTUs that are smaller than the link's (RFC 1191, RFC 8201). Bounded: {@link #CAPACITY} addresses; the one whose
 * time is up first makes room. A value is forgotten after {@link #LIFETIME_NS} (RFC 1191, section 6.3). Any thread may
 * ask and set; a guard is held meanwhile, unless nothing is known.
 */
public final class PathMtus {
    /** Most addresses. */
    public static final int CAPACITY = 256;
    /** How long a value holds. */
    public static final long LIFETIME_NS = 600_000_000_000L;
    /**
     * What every IPv4 host takes whole (RFC 791, section 3.1); a smaller claim counts as this, and may be a forgery.
     */
    public static final int MIN_IPV4_BYTES = 576;
    /** What every IPv6 link carries (RFC 8200, section 5); a smaller claim is ignored (RFC 8201, section 4). */
    public static final int MIN_IPV6_BYTES = 1280;
    /** RFC 1191, section 7: what links carry, for routers that do not say. */
    private static final int[] PLATEAUS = {32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, MIN_IPV4_BYTES};

    private final long[] high = new long[CAPACITY];
    private final long[] low = new long[CAPACITY];
    private final int[] mtuBytes = new int[CAPACITY];
    private final long[] endNs = new long[CAPACITY];
    private final LongSupplier nanoClock;
    private final ShortGuard guard = new ShortGuard(true);
    private int size;

    /**
     * Knows nothing yet.
     *
     * @param nanoClock the host's clock, in nanoseconds; it never goes back
     */
    public PathMtus(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * Tells the path MTU to an address: the link's unless less is known. O(addresses that are known).
     *
     * @param addressHigh the upper 64 bits of the address
     * @param addressLow the lower 64 bits of the address
     * @param linkMtuBytes the longest IP packet of the link
     * @return the longest IP packet that the path carries, in bytes
     */
    public int get(long addressHigh, long addressLow, int linkMtuBytes) {
        if (size == 0) {
            return linkMtuBytes;
        }
        long nowNs = nanoClock.getAsLong();
        guard.enter();
        try {
            int at = find(addressHigh, addressLow);
            if (at < 0) {
                return linkMtuBytes;
            }
            if (endNs[at] - nowNs <= 0) {
                remove(at);
                return linkMtuBytes;
            }
            return Math.min(mtuBytes[at], linkMtuBytes);
        } finally {
            guard.exit();
        }
    }

    /**
     * Says what a router's claim amounts to.
     *
     * @param addressHigh the upper 64 bits of the remote address
     * @param addressLow the lower 64 bits of the remote address
     * @param claimedBytes what the router says; 0 if it does not
     * @param sentBytes the length of the packet that was too long
     * @param linkMtuBytes the longest IP packet of the link
     * @return the path MTU that the claim would set; 0 if it is to be ignored
     */
    public int believable(long addressHigh, long addressLow, int claimedBytes, int sentBytes, int linkMtuBytes) {
        boolean ipv4 = IpBits.isIpv4(addressHigh, addressLow);
        int claim = claimedBytes == 0 && ipv4 ? plateauBelow(sentBytes) : claimedBytes;
        if (!ipv4 && claim < MIN_IPV6_BYTES) {
            return 0;
        }
        int value = ipv4 ? Math.max(claim, MIN_IPV4_BYTES) : claim;
        return value < get(addressHigh, addressLow, linkMtuBytes) ? value : 0;
    }

    private static int plateauBelow(int sentBytes) {
        for (int plateau : PLATEAUS) {
            if (plateau < sentBytes) {
                return plateau;
            }
        }
        return MIN_IPV4_BYTES;
    }

    /**
     * Remembers the path MTU to an address.
     *
     * @param addressHigh the upper 64 bits of the address
     * @param addressLow the lower 64 bits of the address
     * @param value the longest IP packet that the path carries, in bytes; not checked here, see {@link #believable}
     */
    public void set(long addressHigh, long addressLow, int value) {
        long nowNs = nanoClock.getAsLong();
        guard.enter();
        try {
            int at = find(addressHigh, addressLow);
            if (at < 0) {
                at = size < CAPACITY ? size++ : oldest();
            }
            high[at] = addressHigh;
            low[at] = addressLow;
            mtuBytes[at] = value;
            endNs[at] = nowNs + LIFETIME_NS;
        } finally {
            guard.exit();
        }
    }

    private int oldest() {
        int oldest = 0;
        for (int i = 1; i < size; i++) {
            oldest = endNs[i] - endNs[oldest] < 0 ? i : oldest;
        }
        return oldest;
    }

    private void remove(int at) {
        size--;
        high[at] = high[size];
        low[at] = low[size];
        mtuBytes[at] = mtuBytes[size];
        endNs[at] = endNs[size];
    }

    private int find(long addressHigh, long addressLow) {
        for (int i = 0; i < size; i++) {
            if (low[i] == addressLow && high[i] == addressHigh) {
                return i;
            }
        }
        return -1;
    }

    /** {@return how many addresses are known} */
    public int size() {
        return size;
    }
}
