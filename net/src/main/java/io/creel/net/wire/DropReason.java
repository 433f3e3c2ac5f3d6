package io.creel.net.wire;

/**
 * The reason why a packet goes no further. The names are a contract: they appear in counters and reports, and are never
 * renamed.
 */
public enum DropReason {
    /** The packet has no fault. */
    NONE(Kind.ACCEPTED),

    /** The frame ends inside the Ethernet header. */
    TRUNCATED_ETHERNET(Kind.MALFORMED),
    /** The frame ends inside a VLAN tag. */
    TRUNCATED_VLAN(Kind.MALFORMED),
    /** The frame has more tags than {@link VlanDescriptor#MAX_TAGS}. */
    TOO_MANY_VLAN_TAGS(Kind.MALFORMED),

    /** The frame ends inside the ARP packet. */
    TRUNCATED_ARP(Kind.MALFORMED),

    /** The frame ends inside the IPv4 header. */
    TRUNCATED_IPV4(Kind.MALFORMED),
    /** The version is not 4. */
    IPV4_BAD_VERSION(Kind.MALFORMED),
    /** The header length is below five words, or larger than the packet. */
    IPV4_BAD_HEADER_LENGTH(Kind.MALFORMED),
    /** The total length is smaller than the header. */
    IPV4_BAD_TOTAL_LENGTH(Kind.MALFORMED),
    /** The total length is larger than the frame. */
    IPV4_TOTAL_LENGTH_BEYOND_FRAME(Kind.MALFORMED),
    /** The reassembled packet would exceed 65,535 bytes ("ping of death"). */
    IPV4_FRAGMENT_BEYOND_LIMIT(Kind.MALFORMED),
    /** The header checksum is wrong. */
    IPV4_BAD_CHECKSUM(Kind.MALFORMED),

    /** The frame ends inside the IPv6 header. */
    TRUNCATED_IPV6(Kind.MALFORMED),
    /** The version is not 6. */
    IPV6_BAD_VERSION(Kind.MALFORMED),
    /** The payload length is larger than the frame. */
    IPV6_PAYLOAD_LENGTH_BEYOND_FRAME(Kind.MALFORMED),
    /**
     * RFC 2675, section 3: a jumbo payload option together with a payload length or a fragment header, or a jumbo
     * length of 65,535 or less.
     */
    IPV6_BAD_JUMBO_LENGTH(Kind.MALFORMED),
    /** The packet ends inside an extension header. */
    TRUNCATED_IPV6_EXTENSION(Kind.MALFORMED),
    /** The packet has more extension headers than {@link Ipv6Descriptor#MAX_EXTENSIONS}. */
    IPV6_TOO_MANY_EXTENSIONS(Kind.MALFORMED),

    /** The packet ends inside the ICMP header. */
    TRUNCATED_ICMP(Kind.MALFORMED),
    /** The ICMP checksum is wrong. */
    ICMP_BAD_CHECKSUM(Kind.MALFORMED),
    /** The packet ends inside the ICMPv6 header. */
    TRUNCATED_ICMPV6(Kind.MALFORMED),
    /** The ICMPv6 checksum is wrong. */
    ICMPV6_BAD_CHECKSUM(Kind.MALFORMED),

    /** The packet ends inside the UDP header. */
    TRUNCATED_UDP(Kind.MALFORMED),
    /** The UDP length is smaller than the header. */
    UDP_LENGTH_TOO_SHORT(Kind.MALFORMED),
    /** The UDP length is larger than the packet. */
    UDP_LENGTH_BEYOND_PACKET(Kind.MALFORMED),
    /** The UDP checksum is wrong. */
    UDP_BAD_CHECKSUM(Kind.MALFORMED),
    /** RFC 8200, section 8.1: over IPv6 the UDP checksum is not optional. */
    UDP_ZERO_CHECKSUM_OVER_IPV6(Kind.MALFORMED),

    /** The packet ends inside the TCP header. */
    TRUNCATED_TCP(Kind.MALFORMED),
    /** The data offset is below five words. */
    TCP_BAD_DATA_OFFSET(Kind.MALFORMED),
    /** The data offset is larger than the packet. */
    TCP_DATA_OFFSET_BEYOND_PACKET(Kind.MALFORMED),
    /** The TCP checksum is wrong. */
    TCP_BAD_CHECKSUM(Kind.MALFORMED),

    /** A header was on the wire, but the capture did not keep all of it. */
    SNAPLEN_CUT(Kind.CUT),

    /** The EtherType is neither ARP, IPv4 nor IPv6. */
    UNSUPPORTED_ETHERTYPE(Kind.UNSUPPORTED),
    /** The packet is not ARP for IPv4 over Ethernet. */
    UNSUPPORTED_ARP(Kind.UNSUPPORTED),
    /** The protocol is neither ICMP, ICMPv6, UDP nor TCP. */
    UNSUPPORTED_IP_PROTOCOL(Kind.UNSUPPORTED);

    private enum Kind {
        ACCEPTED, MALFORMED, CUT, UNSUPPORTED
    }

    private final Kind kind;

    DropReason(Kind kind) {
        this.kind = kind;
    }

    /** {@return whether the bytes break their own protocol; {@code false} if they are only cut or unsupported} */
    public boolean isMalformed() {
        return kind == Kind.MALFORMED;
    }

    /** {@return whether the bytes are well formed so far, but the parser does not support the protocol that follows} */
    public boolean isUnsupported() {
        return kind == Kind.UNSUPPORTED;
    }
}
