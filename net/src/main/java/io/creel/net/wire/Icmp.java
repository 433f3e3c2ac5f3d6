package io.creel.net.wire;

import static io.creel.net.wire.IcmpDescriptor.CHECKSUM;
import static io.creel.net.wire.IcmpDescriptor.CODE;
import static io.creel.net.wire.IcmpDescriptor.IDENTIFIER;
import static io.creel.net.wire.IcmpDescriptor.SEQUENCE;
import static io.creel.net.wire.IcmpDescriptor.TYPE;

/** View of an ICMP or ICMPv6 header. The two share their layout, but neither their type numbers nor their checksum. */
public final class Icmp {
    private Icmp() {
    }

    /**
     * {@return the type, see {@link IcmpDescriptor}}
     *
     * @param frame owned by the caller
     * @param offset where the ICMP header starts, in bytes
     */
    public static int type(Frame frame, int offset) {
        return frame.get8(offset + TYPE);
    }

    /**
     * {@return the code}
     *
     * @param frame owned by the caller
     * @param offset where the ICMP header starts, in bytes
     */
    public static int code(Frame frame, int offset) {
        return frame.get8(offset + CODE);
    }

    /**
     * {@return the checksum field}
     *
     * @param frame owned by the caller
     * @param offset where the ICMP header starts, in bytes
     */
    public static int checksum(Frame frame, int offset) {
        return frame.get16(offset + CHECKSUM);
    }

    /**
     * {@return the identifier of an echo request or reply}
     *
     * @param frame owned by the caller
     * @param offset where the ICMP header starts, in bytes
     */
    public static int identifier(Frame frame, int offset) {
        return frame.get16(offset + IDENTIFIER);
    }

    /**
     * {@return the sequence number of an echo request or reply}
     *
     * @param frame owned by the caller
     * @param offset where the ICMP header starts, in bytes
     */
    public static int sequence(Frame frame, int offset) {
        return frame.get16(offset + SEQUENCE);
    }

    /**
     * Changes the type, as an echo reply does, and updates the checksum without reading the payload.
     *
     * @param frame owned by the caller
     * @param offset where the ICMP header starts, in bytes
     * @param type the new type, see {@link IcmpDescriptor}
     */
    public static void type(Frame frame, int offset, int type) {
        int before = frame.get16(offset + TYPE);
        frame.set8(offset + TYPE, type);
        int after = frame.get16(offset + TYPE);
        frame.set16(offset + CHECKSUM, Checksum.update16(checksum(frame, offset), before, after));
    }
}
