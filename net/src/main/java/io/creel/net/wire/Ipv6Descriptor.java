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
    /** Offset of the version (4 bits), traffic class (8) and flow label (20). */
    public static final int VERSION_CLASS_LABEL = 0;
    /** Offset of the payload length, 2 bytes. */
    public static final int PAYLOAD_LENGTH = 4;
    /** Offset of the next header, 1 byte. */
    public static final int NEXT_HEADER = 6;
    /** Offset of the hop limit, 1 byte. */
    public static final int HOP_LIMIT = 7;
    /** Offset of the source address, 16 bytes. */
    public static final int SOURCE = 8;
    /** Offset of the destination address, 16 bytes. */
    public static final int DESTINATION = 24;
    /** Length of the fixed header. */
    public static final int HEADER_BYTES = 40;
    /** Length of an address. */
    public static final int ADDRESS_BYTES = 16;

    /** Offset of the next header in an extension header, 1 byte. */
    public static final int EXTENSION_NEXT_HEADER = 0;
    /** Offset of the length in an extension header, in units of 8 bytes without the first 8; 1 byte. */
    public static final int EXTENSION_LENGTH = 1;
    /** Offset of the fragment field in a fragment header, 2 bytes. */
    public static final int FRAGMENT_OFFSET = 2;
    /** The bits of the fragment field that hold the offset, in bytes. */
    public static final int FRAGMENT_OFFSET_MASK = 0xfff8;
    /** The flag in the fragment field of every fragment except the last. */
    public static final int FRAGMENT_MORE = 1;
    /** Offset of the type in a routing header, 1 byte. */
    public static final int ROUTING_TYPE = 2;
    /** Offset of the number of segments left in a routing header, 1 byte. */
    public static final int ROUTING_SEGMENTS_LEFT = 3;
    /** Offset of the first address in a routing header. */
    public static final int ROUTING_ADDRESSES = 8;
    /** The source route of RFC 8200, section 4.4, deprecated by RFC 5095. */
    public static final int ROUTING_TYPE_SOURCE = 0;
    /** The routing header of mobile IPv6: RFC 6275, section 6.4. */
    public static final int ROUTING_TYPE_HOME = 2;
    /** The segment routing header: RFC 8754, section 2. */
    public static final int ROUTING_TYPE_SEGMENTS = 4;

    /** Offset of the first option in a hop-by-hop or destination options header. */
    public static final int OPTIONS = 2;
    /** Option: one byte of padding, the only option that is a single byte. */
    public static final int OPTION_PAD_ONE = 0;
    /** Option: jumbo payload, RFC 2675, section 2. */
    public static final int OPTION_JUMBO_PAYLOAD = 0xc2;
    /** Length of the data of a jumbo payload option. */
    public static final int JUMBO_PAYLOAD_BYTES = 4;
    /** Option: home address, RFC 6275, section 6.3. */
    public static final int OPTION_HOME_ADDRESS = 0xc9;
    /** The largest value of the payload length field. */
    public static final int MAX_PAYLOAD_BYTES = 0xffff;

    /** Length of the shortest extension header. */
    public static final int MIN_EXTENSION_BYTES = 8;

    /**
     * The longest chain of extension headers that is followed. RFC 8200, section 4.1 lists seven headers, each allowed
     * once or twice.
     */
    public static final int MAX_EXTENSIONS = 8;

    private Ipv6Descriptor() {
    }
}
