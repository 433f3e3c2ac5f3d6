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
    /** Offset of the hardware type, 2 bytes. */
    public static final int HARDWARE_TYPE = 0;
    /** Offset of the protocol type, 2 bytes. */
    public static final int PROTOCOL_TYPE = 2;
    /** Offset of the length of a hardware address, 1 byte. */
    public static final int HARDWARE_LENGTH = 4;
    /** Offset of the length of a protocol address, 1 byte. */
    public static final int PROTOCOL_LENGTH = 5;
    /** Offset of the operation, 2 bytes. */
    public static final int OPERATION = 6;
    /** Offset of the Ethernet address of the sender, 6 bytes. */
    public static final int SENDER_HARDWARE = 8;
    /** Offset of the IPv4 address of the sender, 4 bytes. */
    public static final int SENDER_PROTOCOL = 14;
    /** Offset of the Ethernet address of the target, 6 bytes. */
    public static final int TARGET_HARDWARE = 18;
    /** Offset of the IPv4 address of the target, 4 bytes. */
    public static final int TARGET_PROTOCOL = 24;
    /** Length of an ARP packet for IPv4 over Ethernet. */
    public static final int PACKET_BYTES = 28;
    /** Length of the part that every ARP packet has, with addresses of any length. */
    public static final int FIXED_BYTES = 8;

    /** The operation of a request. */
    public static final int REQUEST = 1;
    /** The operation of a reply. */
    public static final int REPLY = 2;

    private ArpDescriptor() {
    }
}
