package io.creel.net.wire;

/**
 * Layout of ARP for IPv4 over Ethernet (RFC 826).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |      Hardware type (1)        |    Protocol type (0x0800)     |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |   HW len (6)  | Proto len (4) |           Operation           |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |           Sender hardware address, then protocol address      |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |           Target hardware address, then protocol address      |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class ArpDescriptor {
    public static final int HARDWARE_TYPE = 0;
    public static final int PROTOCOL_TYPE = 2;
    public static final int HARDWARE_LENGTH = 4;
    public static final int PROTOCOL_LENGTH = 5;
    public static final int OPERATION = 6;
    public static final int SENDER_HARDWARE = 8;
    public static final int SENDER_PROTOCOL = 14;
    public static final int TARGET_HARDWARE = 18;
    public static final int TARGET_PROTOCOL = 24;
    public static final int PACKET_BYTES = 28;
    /** What every ARP packet has, whatever its address lengths. */
    public static final int FIXED_BYTES = 8;

    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private ArpDescriptor() {
    }
}
