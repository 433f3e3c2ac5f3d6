package io.creel.ip;

/**
 * Questions about an address that stands in two longs. IPv4 addresses stand there as {@code ::ffff:a.b.c.d} (RFC 4291,
 * section 2.5.5.2), so one table and one code path serve both versions. Allocates nothing; any thread.
 */
public final class IpBits {
    private static final long MAPPED = 0xffffL << 32;

    private IpBits() {
    }

    /**
     * Maps an IPv4 address to the lower long of its mapped form; the upper one is 0.
     *
     * @param ipv4 32 bits, the first byte highest
     * @return the lower 64 bits of {@code ::ffff:a.b.c.d}
     */
    public static long mapped(int ipv4) {
        return MAPPED | ipv4 & 0xffffffffL;
    }

    /**
     * Says whether the two longs hold an IPv4 address.
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return whether it is the mapped form of one
     */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /**
     * Says whether an address is {@code ::} or {@code 0.0.0.0}.
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return whether it stands for no address
     */
    public static boolean isUnspecified(long high, long low) {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    /**
     * Says whether an address is a multicast one: {@code 224.0.0.0/4} (RFC 5771) or {@code ff00::/8} (RFC 4291, section
     * 2.7).
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return whether it names a group
     */
    public static boolean isMulticast(long high, long low) {
        return isIpv4(high, low) ? ((int) low & 0xf0000000) == 0xe0000000 : high >>> 56 == 0xff;
    }

    /**
     * Says whether an address is a loopback one: {@code 127.0.0.0/8} (RFC 1122, section 3.2.1.3) or {@code ::1}.
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return whether it never leaves a host
     */
    public static boolean isLoopback(long high, long low) {
        return isIpv4(high, low) ? (int) low >>> 24 == 127 : high == 0 && low == 1;
    }

    /**
     * Says whether an address holds on one link only: {@code fe80::/10} (RFC 4291, section 2.5.6) or
     * {@code 169.254.0.0/16}.
     *
     * @param high the upper 64 bits of the address
     * @param low the lower 64 bits of the address
     * @return whether it holds on one link only
     */
    public static boolean isLinkLocal(long high, long low) {
        return isIpv4(high, low) ? (int) low >>> 16 == 0xa9fe : high >>> 54 == 0xfe80 >>> 6;
    }
}
