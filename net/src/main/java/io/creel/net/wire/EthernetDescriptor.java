package io.creel.net.wire;

/**
 * Layout of an Ethernet II header (IEEE 802.3, clause 3).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                      Destination address                      |
 *   +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                               |                               |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 *   |                        Source address                         |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |           EtherType           |  VLAN tags or payload ...
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class EthernetDescriptor {
    /** Offset of the destination address, 6 bytes. */
    public static final int DESTINATION = 0;
    /** Offset of the source address, 6 bytes. */
    public static final int SOURCE = 6;
    /** Offset of the EtherType, or of the first VLAN tag, 2 bytes. */
    public static final int ETHER_TYPE = 12;
    /** Length of the header without VLAN tags. */
    public static final int HEADER_BYTES = 14;
    /** Length of an address. */
    public static final int ADDRESS_BYTES = 6;

    /** The EtherType of IPv4. */
    public static final int TYPE_IPV4 = 0x0800;
    /** The EtherType of ARP. */
    public static final int TYPE_ARP = 0x0806;
    /** The EtherType of IPv6. */
    public static final int TYPE_IPV6 = 0x86dd;

    private EthernetDescriptor() {
    }
}
