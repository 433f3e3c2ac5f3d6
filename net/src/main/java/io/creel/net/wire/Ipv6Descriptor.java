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
    public static final int ROUTING_TYPE = 2;
    public static final int ROUTING_SEGMENTS_LEFT = 3;
    public static final int ROUTING_ADDRESSES = 8;
    /** RFC 8200, section 4.4, deprecated by RFC 5095. */
    public static final int ROUTING_TYPE_SOURCE = 0;
    /** RFC 6275, section 6.4. */
    public static final int ROUTING_TYPE_HOME = 2;
    /** RFC 8754, section 2. */
    public static final int ROUTING_TYPE_SEGMENTS = 4;

    /** Where the options of a hop-by-hop or destination options header start. */
    public static final int OPTIONS = 2;
    /** The one option that is a single byte. */
    public static final int OPTION_PAD_ONE = 0;
    /** RFC 2675, section 2. */
    public static final int OPTION_JUMBO_PAYLOAD = 0xc2;
    public static final int JUMBO_PAYLOAD_BYTES = 4;
    /** RFC 6275, section 6.3. */
    public static final int OPTION_HOME_ADDRESS = 0xc9;
    /** The most that the payload length field can count. */
    public static final int MAX_PAYLOAD_BYTES = 0xffff;

    public static final int MIN_EXTENSION_BYTES = 8;

    /** Longest chain that is followed; RFC 8200 section 4.1 names seven headers, each at most once or twice. */
    public static final int MAX_EXTENSIONS = 8;

    private Ipv6Descriptor() {
    }
}
