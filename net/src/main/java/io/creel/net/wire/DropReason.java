package io.creel.net.wire;

/**
 * Why a packet went no further. The names are a contract: they appear in counters and reports, and are never renamed.
 */
public enum DropReason {
    /** Nothing is wrong. */
    NONE(Kind.ACCEPTED),

    TRUNCATED_ETHERNET(Kind.MALFORMED), TRUNCATED_VLAN(Kind.MALFORMED),
    /** More tags than {@link VlanDescriptor#MAX_TAGS}. */
    TOO_MANY_VLAN_TAGS(Kind.MALFORMED),

    TRUNCATED_ARP(Kind.MALFORMED),

    TRUNCATED_IPV4(Kind.MALFORMED), IPV4_BAD_VERSION(Kind.MALFORMED),
    /** Below five words, or more than the packet holds. */
    IPV4_BAD_HEADER_LENGTH(Kind.MALFORMED),
    /** Less than the header. */
    IPV4_BAD_TOTAL_LENGTH(Kind.MALFORMED), IPV4_TOTAL_LENGTH_BEYOND_FRAME(Kind.MALFORMED),
    /** The reassembled packet would exceed 65,535 bytes ("ping of death"). */
    IPV4_FRAGMENT_BEYOND_LIMIT(Kind.MALFORMED), IPV4_BAD_CHECKSUM(Kind.MALFORMED),

    TRUNCATED_IPV6(Kind.MALFORMED), IPV6_BAD_VERSION(Kind.MALFORMED), IPV6_PAYLOAD_LENGTH_BEYOND_FRAME(
            Kind.MALFORMED),
    /** RFC 2675, section 3: a jumbo payload option beside a payload length or a fragment header, or of 65,535 and less. */
    IPV6_BAD_JUMBO_LENGTH(Kind.MALFORMED), TRUNCATED_IPV6_EXTENSION(Kind.MALFORMED),
    /** More headers than {@link Ipv6Descriptor#MAX_EXTENSIONS}. */
    IPV6_TOO_MANY_EXTENSIONS(Kind.MALFORMED),

    TRUNCATED_ICMP(Kind.MALFORMED), ICMP_BAD_CHECKSUM(Kind.MALFORMED), TRUNCATED_ICMPV6(
            Kind.MALFORMED), ICMPV6_BAD_CHECKSUM(Kind.MALFORMED),

    TRUNCATED_UDP(Kind.MALFORMED),
    /** Less than the header. */
    UDP_LENGTH_TOO_SHORT(Kind.MALFORMED), UDP_LENGTH_BEYOND_PACKET(Kind.MALFORMED), UDP_BAD_CHECKSUM(Kind.MALFORMED),
    /** RFC 8200, section 8.1: over IPv6 the UDP checksum is not optional. */
    UDP_ZERO_CHECKSUM_OVER_IPV6(Kind.MALFORMED),

    TRUNCATED_TCP(Kind.MALFORMED),
    /** Below five words. */
    TCP_BAD_DATA_OFFSET(Kind.MALFORMED), TCP_DATA_OFFSET_BEYOND_PACKET(Kind.MALFORMED), TCP_BAD_CHECKSUM(
            Kind.MALFORMED),

    /** A header was on the wire but the capture did not keep it whole. */
    SNAPLEN_CUT(Kind.CUT),

    UNSUPPORTED_ETHERTYPE(Kind.UNSUPPORTED),
    /** Not ARP for IPv4 over Ethernet. */
    UNSUPPORTED_ARP(Kind.UNSUPPORTED), UNSUPPORTED_IP_PROTOCOL(Kind.UNSUPPORTED);

    private enum Kind {
        ACCEPTED, MALFORMED, CUT, UNSUPPORTED
    }

    private final Kind kind;

    DropReason(Kind kind) {
        this.kind = kind;
    }

    /** Whether the bytes break their own protocol; false for what is only cut or unsupported. */
    public boolean isMalformed() {
        return kind == Kind.MALFORMED;
    }

    /** Whether the bytes are well formed as far as they go, but nothing here understands what follows. */
    public boolean isUnsupported() {
        return kind == Kind.UNSUPPORTED;
    }
}
