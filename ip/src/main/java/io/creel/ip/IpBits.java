package io.creel.ip;

/**
 * Questions about an address that stands in two longs. IPv4 addresses stand there as {@code ::ffff:a.b.c.d} (RFC 4291,
 * section 2.5.5.2), so one table and one code path serve both versions. Allocates nothing; any thread.
 */
public final class IpBits {
    private static final long MAPPED = 0xffffL << 32;

    private IpBits() {
    }

    /** The lower long of an IPv4 address; the upper one is 0. */
    public static long mapped(int ipv4) {
        return MAPPED | ipv4 & 0xffffffffL;
    }

    /** Whether the two longs hold an IPv4 address. */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** Whether this is {@code ::} or {@code 0.0.0.0}. */
    public static boolean isUnspecified(long high, long low) {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    /**
     * Whether this is a multicast address: {@code 224.0.0.0/4} (RFC 5771) or {@code ff00::/8} (RFC 4291, section 2.7).
     */
    public static boolean isMulticast(long high, long low) {
        return isIpv4(high, low) ? ((int) low & 0xf0000000) == 0xe0000000 : high >>> 56 == 0xff;
    }

    /** Whether this is a loopback address: {@code 127.0.0.0/8} (RFC 1122, section 3.2.1.3) or {@code ::1}. */
    public static boolean isLoopback(long high, long low) {
        return isIpv4(high, low) ? (int) low >>> 24 == 127 : high == 0 && low == 1;
    }

    /**
     * Whether this is an address of one link: {@code fe80::/10} (RFC 4291, section 2.5.6) or {@code 169.254.0.0/16}.
     */
    public static boolean isLinkLocal(long high, long low) {
        return isIpv4(high, low) ? (int) low >>> 16 == 0xa9fe : high >>> 54 == 0xfe80 >>> 6;
    }
}
