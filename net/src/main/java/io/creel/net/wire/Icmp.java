package io.creel.net.wire;

import static io.creel.net.wire.IcmpDescriptor.CHECKSUM;
import static io.creel.net.wire.IcmpDescriptor.CODE;
import static io.creel.net.wire.IcmpDescriptor.IDENTIFIER;
import static io.creel.net.wire.IcmpDescriptor.SEQUENCE;
import static io.creel.net.wire.IcmpDescriptor.TYPE;

/** View of an ICMP or ICMPv6 header: the two share their layout, not their type numbers nor their checksum. */
public final class Icmp {
    private Icmp() {
    }

    public static int type(Frame frame, int offset) {
        return frame.get8(offset + TYPE);
    }

    public static int code(Frame frame, int offset) {
        return frame.get8(offset + CODE);
    }

    public static int checksum(Frame frame, int offset) {
        return frame.get16(offset + CHECKSUM);
    }

    /** Of an echo request or reply. */
    public static int identifier(Frame frame, int offset) {
        return frame.get16(offset + IDENTIFIER);
    }

    /** Of an echo request or reply. */
    public static int sequence(Frame frame, int offset) {
        return frame.get16(offset + SEQUENCE);
    }

    /** Changes the type, as an echo reply does, and keeps the checksum right without reading the payload. */
    public static void type(Frame frame, int offset, int type) {
        int before = frame.get16(offset + TYPE);
        frame.set8(offset + TYPE, type);
        int after = frame.get16(offset + TYPE);
        frame.set16(offset + CHECKSUM, Checksum.update16(checksum(frame, offset), before, after));
    }
}
