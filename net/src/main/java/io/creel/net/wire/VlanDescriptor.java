package io.creel.net.wire;

/**
 * Layout of one VLAN tag (IEEE 802.1Q, clause 9). A tag starts where the EtherType of an untagged frame would stand.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |  Tag type 8100 / 88a8 / 9100  | PCP |D|        VLAN id        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class VlanDescriptor {
    /** Offset of the tag type, 2 bytes. */
    public static final int TAG_TYPE = 0;
    /** Offset of the priority, the drop eligible bit and the VLAN number, 2 bytes. */
    public static final int TAG_CONTROL = 2;
    /** Length of a tag. */
    public static final int TAG_BYTES = 4;

    /** The largest number of tags that is followed; real networks use two. */
    public static final int MAX_TAGS = 4;

    /** IEEE 802.1Q customer tag. */
    public static final int TYPE_CUSTOMER = 0x8100;
    /** IEEE 802.1ad service tag. */
    public static final int TYPE_SERVICE = 0x88a8;
    /** The service tag from before the standard, still in use. */
    public static final int TYPE_SERVICE_OLD = 0x9100;

    private VlanDescriptor() {
    }
}
