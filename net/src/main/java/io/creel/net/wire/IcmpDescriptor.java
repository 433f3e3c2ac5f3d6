package io.creel.net.wire;

/**
 * Layout of an ICMP message (RFC 792) and, with the same shape, of an ICMPv6 message (RFC 4443, section 2.1).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |     Type      |     Code      |           Checksum            |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |    Identifier (echo only)     |  Sequence number (echo only)  |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class IcmpDescriptor {
    /** Offset of the type, 1 byte. */
    public static final int TYPE = 0;
    /** Offset of the code, 1 byte. */
    public static final int CODE = 1;
    /** Offset of the checksum, 2 bytes. */
    public static final int CHECKSUM = 2;
    /** Offset of the identifier of an echo message, 2 bytes. */
    public static final int IDENTIFIER = 4;
    /** Offset of the sequence number of an echo message, 2 bytes. */
    public static final int SEQUENCE = 6;
    /** Length of the header: the least length of a message of RFC 792 and RFC 4443. */
    public static final int HEADER_BYTES = 8;

    /** The ICMP type of an echo reply. */
    public static final int ECHO_REPLY = 0;
    /** The ICMP type of a destination unreachable message. */
    public static final int UNREACHABLE = 3;
    /** The ICMP type of an echo request. */
    public static final int ECHO_REQUEST = 8;
    /** The ICMPv6 type of an echo request. */
    public static final int V6_ECHO_REQUEST = 128;
    /** The ICMPv6 type of an echo reply. */
    public static final int V6_ECHO_REPLY = 129;

    private IcmpDescriptor() {
    }
}
