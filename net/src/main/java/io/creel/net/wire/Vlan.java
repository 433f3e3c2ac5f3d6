package io.creel.net.wire;

/** View of one VLAN tag. Tag {@code n} of a parsed frame stands at {@code EthernetDescriptor.ETHER_TYPE + 4 * n}. */
public final class Vlan {
    private Vlan() {
    }

    /**
     * Returns whether an EtherType announces a VLAN tag.
     *
     * @param etherType the EtherType
     * @return {@code true} for the three tag types of {@link VlanDescriptor}
     */
    public static boolean isTag(int etherType) {
        return etherType == VlanDescriptor.TYPE_CUSTOMER || etherType == VlanDescriptor.TYPE_SERVICE
                || etherType == VlanDescriptor.TYPE_SERVICE_OLD;
    }

    /**
     * {@return the VLAN number, 0 to 4095; 0 means that the tag only carries a priority}
     *
     * @param frame owned by the caller
     * @param offset where the tag starts, in bytes
     */
    public static int id(Frame frame, int offset) {
        return frame.get16(offset + VlanDescriptor.TAG_CONTROL) & 0xfff;
    }

    /**
     * {@return the priority code point, 0 to 7}
     *
     * @param frame owned by the caller
     * @param offset where the tag starts, in bytes
     */
    public static int priority(Frame frame, int offset) {
        return frame.get16(offset + VlanDescriptor.TAG_CONTROL) >>> 13;
    }

    /**
     * {@return whether the frame may be dropped first under congestion}
     *
     * @param frame owned by the caller
     * @param offset where the tag starts, in bytes
     */
    public static boolean isDropEligible(Frame frame, int offset) {
        return (frame.get16(offset + VlanDescriptor.TAG_CONTROL) & 0x1000) != 0;
    }
}
