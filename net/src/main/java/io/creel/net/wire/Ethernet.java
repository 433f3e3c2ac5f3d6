package io.creel.net.wire;

import static io.creel.net.wire.EthernetDescriptor.ADDRESS_BYTES;
import static io.creel.net.wire.EthernetDescriptor.DESTINATION;
import static io.creel.net.wire.EthernetDescriptor.ETHER_TYPE;
import static io.creel.net.wire.EthernetDescriptor.SOURCE;

/** View of the Ethernet header at the start of a frame. Addresses are the low 48 bits of a long. */
public final class Ethernet {
    /** The broadcast address. */
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    private Ethernet() {
    }

    /**
     * {@return the destination address, in the low 48 bits}
     *
     * @param frame owned by the caller
     */
    public static long destination(Frame frame) {
        return address(frame, DESTINATION);
    }

    /**
     * {@return the source address, in the low 48 bits}
     *
     * @param frame owned by the caller
     */
    public static long source(Frame frame) {
        return address(frame, SOURCE);
    }

    /**
     * {@return the EtherType field; the type of the first tag if the frame has VLAN tags}
     *
     * @param frame owned by the caller
     */
    public static int etherType(Frame frame) {
        return frame.get16(ETHER_TYPE);
    }

    /**
     * Sets the destination address.
     *
     * @param frame owned by the caller
     * @param address the address, in the low 48 bits
     */
    public static void destination(Frame frame, long address) {
        address(frame, DESTINATION, address);
    }

    /**
     * Sets the source address.
     *
     * @param frame owned by the caller
     * @param address the address, in the low 48 bits
     */
    public static void source(Frame frame, long address) {
        address(frame, SOURCE, address);
    }

    /**
     * Sets the EtherType field.
     *
     * @param frame owned by the caller
     * @param value the type, 16 bits
     */
    public static void etherType(Frame frame, int value) {
        frame.set16(ETHER_TYPE, value);
    }

    /**
     * Formats an address: {@code 02:00:00:00:00:01}. Allocates.
     *
     * @param address the address, in the low 48 bits
     * @return the usual text form
     */
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
