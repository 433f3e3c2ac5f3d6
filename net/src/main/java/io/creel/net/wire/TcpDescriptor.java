package io.creel.net.wire;

/**
 * Layout of a TCP header (RFC 9293, section 3.1).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |          Source port          |       Destination port        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                        Sequence number                        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                    Acknowledgment number                      |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   | Data  |       |C|E|U|A|P|R|S|F|                               |
 *   | offset| 0000  |W|C|R|C|S|S|Y|I|            Window             |
 *   |       |       |R|E|G|K|H|T|N|N|                               |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |           Checksum            |        Urgent pointer         |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                  Options, up to 40 bytes ...                  |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class TcpDescriptor {
    /** Offset of the source port, 2 bytes. */
    public static final int SOURCE_PORT = 0;
    /** Offset of the destination port, 2 bytes. */
    public static final int DESTINATION_PORT = 2;
    /** Offset of the sequence number, 4 bytes. */
    public static final int SEQUENCE = 4;
    /** Offset of the acknowledgment number, 4 bytes. */
    public static final int ACKNOWLEDGMENT = 8;
    /** Offset of the header length, in the upper 4 bits of a byte, in units of 4 bytes. */
    public static final int DATA_OFFSET = 12;
    /** Offset of the flags, 1 byte. */
    public static final int FLAGS = 13;
    /** Offset of the window, 2 bytes. */
    public static final int WINDOW = 14;
    /** Offset of the checksum, 2 bytes. */
    public static final int CHECKSUM = 16;
    /** Offset of the urgent pointer, 2 bytes. */
    public static final int URGENT_POINTER = 18;
    /** Length of a header without options. */
    public static final int MIN_HEADER_BYTES = 20;

    /** Flag: the sender has no more data. */
    public static final int FIN = 0x01;
    /** Flag: synchronises the sequence numbers. */
    public static final int SYN = 0x02;
    /** Flag: resets the connection. */
    public static final int RST = 0x04;
    /** Flag: asks the receiver to deliver the data at once. */
    public static final int PSH = 0x08;
    /** Flag: the acknowledgment number is valid. */
    public static final int ACK = 0x10;
    /** Flag: the urgent pointer is valid. */
    public static final int URG = 0x20;
    /** Flag: echoes a congestion notification (RFC 3168). */
    public static final int ECE = 0x40;
    /** Flag: the congestion window was reduced (RFC 3168). */
    public static final int CWR = 0x80;

    /** Option: maximum segment size. */
    public static final int OPTION_MSS = 2;
    /** Option: window scale (RFC 7323). */
    public static final int OPTION_WINDOW_SCALE = 3;
    /** Option: selective acknowledgments are permitted (RFC 2018). */
    public static final int OPTION_SACK_PERMITTED = 4;
    /** Option: selective acknowledgments (RFC 2018). */
    public static final int OPTION_SACK = 5;
    /** Option: timestamps (RFC 7323). */
    public static final int OPTION_TIMESTAMPS = 8;

    private TcpDescriptor() {
    }
}
