package io.creel.net.wire;

/** View of one VLAN tag. Tag {@code n} of a parsed frame stands at {@code EthernetDescriptor.ETHER_TYPE + 4 * n}. */
public final class Vlan {
    private Vlan() {
    }

    /** Whether an EtherType announces a tag. */
    public static boolean isTag(int etherType) {
        return etherType == VlanDescriptor.TYPE_CUSTOMER || etherType == VlanDescriptor.TYPE_SERVICE
                || etherType == VlanDescriptor.TYPE_SERVICE_OLD;
    }

    /** The VLAN, 0 to 4095; 0 means priority only. */
    public static int id(Frame frame, int offset) {
        return frame.get16(offset + VlanDescriptor.TAG_CONTROL) & 0xfff;
    }

    /** The priority code point, 0 to 7. */
    public static int priority(Frame frame, int offset) {
        return frame.get16(offset + VlanDescriptor.TAG_CONTROL) >>> 13;
    }

    public static boolean isDropEligible(Frame frame, int offset) {
        return (frame.get16(offset + VlanDescriptor.TAG_CONTROL) & 0x1000) != 0;
    }
}
