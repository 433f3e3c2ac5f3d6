package io.creel.net.wire;

/**
 * Layout of an IPv4 header (RFC 791, section 3.1).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |Version|  IHL  |   DSCP    |ECN|          Total length         |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |         Identification        |0|D|M|     Fragment offset     |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   | Time to live  |   Protocol    |        Header checksum        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                         Source address                        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                      Destination address                      |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                 Options, up to 40 bytes ...                   |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Ipv4Descriptor {
    /** Offset of the version and the header length, 4 bits each. */
    public static final int VERSION_IHL = 0;
    /** Offset of the DSCP and ECN bits, 1 byte. */
    public static final int TRAFFIC_CLASS = 1;
    /** Offset of the total length, 2 bytes. */
    public static final int TOTAL_LENGTH = 2;
    /** Offset of the identification, 2 bytes. */
    public static final int IDENTIFICATION = 4;
    /** Offset of the fragment flags and the fragment offset, 2 bytes. */
    public static final int FRAGMENT = 6;
    /** Offset of the time to live, 1 byte. */
    public static final int TIME_TO_LIVE = 8;
    /** Offset of the protocol number, 1 byte. */
    public static final int PROTOCOL = 9;
    /** Offset of the header checksum, 2 bytes. */
    public static final int CHECKSUM = 10;
    /** Offset of the source address, 4 bytes. */
    public static final int SOURCE = 12;
    /** Offset of the destination address, 4 bytes. */
    public static final int DESTINATION = 16;
    /** Length of a header without options. */
    public static final int MIN_HEADER_BYTES = 20;

    /** Length of an address. */
    public static final int ADDRESS_BYTES = 4;

    /** Option: end of the options, a single byte. */
    public static final int OPTION_END = 0;
    /** Option: padding, a single byte. */
    public static final int OPTION_NO_OPERATION = 1;
    /** Option: loose source and record route. */
    public static final int OPTION_LOOSE_ROUTE = 131;
    /** Option: strict source and record route. */
    public static final int OPTION_STRICT_ROUTE = 137;
    /**
     * Offset of the pointer in a route option: the place, counted from 1, of the next address to visit. It points
     * behind the option when the packet has arrived.
     */
    public static final int ROUTE_POINTER = 2;
    /** Length of a route option with one address. */
    public static final int ROUTE_MIN_BYTES = 7;

    /** The flag in the fragment field that forbids fragmentation. */
    public static final int DONT_FRAGMENT = 0x4000;
    /** The flag in the fragment field of every fragment except the last. */
    public static final int MORE_FRAGMENTS = 0x2000;
    /** The bits of the fragment field that hold the offset, in units of 8 bytes. */
    public static final int FRAGMENT_OFFSET_MASK = 0x1fff;
    /** The largest value of the total length field. */
    public static final int MAX_PACKET_BYTES = 0xffff;

    private Ipv4Descriptor() {
    }
}
