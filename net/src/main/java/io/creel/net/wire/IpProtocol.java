package io.creel.net.wire;

/** The IANA protocol numbers that this package knows; IPv6 calls them next headers. */
public final class IpProtocol {
    /** IPv6 hop-by-hop options header. */
    public static final int HOP_BY_HOP = 0;
    /** ICMP for IPv4. */
    public static final int ICMP = 1;
    /** TCP. */
    public static final int TCP = 6;
    /** UDP. */
    public static final int UDP = 17;
    /** IPv6 routing header. */
    public static final int ROUTING = 43;
    /** IPv6 fragment header. */
    public static final int FRAGMENT = 44;
    /** IP authentication header. */
    public static final int AUTHENTICATION = 51;
    /** ICMP for IPv6. */
    public static final int ICMPV6 = 58;
    /** IPv6: no header follows. */
    public static final int NO_NEXT_HEADER = 59;
    /** IPv6 destination options header. */
    public static final int DESTINATION_OPTIONS = 60;

    private IpProtocol() {
    }

    /**
     * Returns whether the first two 16-bit fields of a header are ports.
     *
     * @param protocol the protocol number
     * @return {@code true} for TCP and UDP
     */
    public static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP;
    }

    /**
     * Names a protocol.
     *
     * @param protocol the protocol number
     * @return {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, or {@code ip47} for a protocol without a name
     *        here
     */
    public static String text(int protocol) {
        return switch (protocol) {
            case ICMP -> "icmp";
            case TCP -> "tcp";
            case UDP -> "udp";
            case ICMPV6 -> "icmpv6";
            default -> "ip" + protocol;
        };
    }
}
