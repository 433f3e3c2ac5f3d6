package io.creel.net.wire;

/**
 * Layout of an IPv6 header and of its extension headers (RFC 8200, sections 3 and 4).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |Version| Traffic class |              Flow label               |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |         Payload length        |  Next header  |   Hop limit   |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                   Source address, 16 bytes                    |
 *   |                 Destination address, 16 bytes                 |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 *   Extension header:
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |  Next header  |  Length / 8-1 |  (fragment: offset, 0, 0, M)  |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Ipv6Descriptor {
    public static final int VERSION_CLASS_LABEL = 0;
    public static final int PAYLOAD_LENGTH = 4;
    public static final int NEXT_HEADER = 6;
    public static final int HOP_LIMIT = 7;
    public static final int SOURCE = 8;
    public static final int DESTINATION = 24;
    public static final int HEADER_BYTES = 40;
    public static final int ADDRESS_BYTES = 16;

    public static final int EXTENSION_NEXT_HEADER = 0;
    public static final int EXTENSION_LENGTH = 1;
    public static final int FRAGMENT_OFFSET = 2;
    public static final int FRAGMENT_OFFSET_MASK = 0xfff8;
    public static final int FRAGMENT_MORE = 1;
    public static final int ROUTING_SEGMENTS_LEFT = 3;
    public static final int MIN_EXTENSION_BYTES = 8;

    /** Longest chain that is followed; RFC 8200 section 4.1 names seven headers, each at most once or twice. */
    public static final int MAX_EXTENSIONS = 8;

    private Ipv6Descriptor() {
    }
}
