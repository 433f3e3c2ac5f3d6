package io.creel.net.wire;

/**
 * Layout of a UDP header (RFC 768).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |          Source port          |       Destination port        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |            Length             |           Checksum            |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class UdpDescriptor {
    /** Offset of the source port, 2 bytes. */
    public static final int SOURCE_PORT = 0;
    /** Offset of the destination port, 2 bytes. */
    public static final int DESTINATION_PORT = 2;
    /** Offset of the length, 2 bytes. */
    public static final int LENGTH = 4;
    /** Offset of the checksum, 2 bytes. */
    public static final int CHECKSUM = 6;
    /** Length of the header. */
    public static final int HEADER_BYTES = 8;
    /** The largest value of the length field. */
    public static final int MAX_LENGTH_BYTES = 0xffff;

    private UdpDescriptor() {
    }
}
