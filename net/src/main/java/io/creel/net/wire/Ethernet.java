package io.creel.net.wire;

import static io.creel.net.wire.EthernetDescriptor.ADDRESS_BYTES;
import static io.creel.net.wire.EthernetDescriptor.DESTINATION;
import static io.creel.net.wire.EthernetDescriptor.ETHER_TYPE;
import static io.creel.net.wire.EthernetDescriptor.SOURCE;

/** View of the Ethernet header at the start of a frame. Addresses are the low 48 bits of a long. */
public final class Ethernet {
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    private Ethernet() {
    }

    public static long destination(Frame frame) {
        return address(frame, DESTINATION);
    }

    public static long source(Frame frame) {
        return address(frame, SOURCE);
    }

    public static int etherType(Frame frame) {
        return frame.get16(ETHER_TYPE);
    }

    public static void destination(Frame frame, long address) {
        address(frame, DESTINATION, address);
    }

    public static void source(Frame frame, long address) {
        address(frame, SOURCE, address);
    }

    public static void etherType(Frame frame, int value) {
        frame.set16(ETHER_TYPE, value);
    }

    /** The usual text form, {@code 02:00:00:00:00:01}. Allocates. */
    public static String addressText(long address) {
        var text = new StringBuilder(3 * ADDRESS_BYTES - 1);
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (address >>> shift) & 0xff;
            text.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 15, 16));
            if (shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }

    static long address(Frame frame, int offset) {
        return (long) frame.get16(offset) << 32 | frame.get32(offset + 2) & 0xffffffffL;
    }

    static void address(Frame frame, int offset, long address) {
        frame.set16(offset, (int) (address >>> 32));
        frame.set32(offset + 2, (int) address);
    }
}
