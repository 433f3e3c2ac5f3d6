package io.creel.net.wire;

import static io.creel.net.wire.ArpDescriptor.FIXED_BYTES;
import static io.creel.net.wire.ArpDescriptor.HARDWARE_LENGTH;
import static io.creel.net.wire.ArpDescriptor.HARDWARE_TYPE;
import static io.creel.net.wire.ArpDescriptor.OPERATION;
import static io.creel.net.wire.ArpDescriptor.PACKET_BYTES;
import static io.creel.net.wire.ArpDescriptor.SENDER_HARDWARE;
import static io.creel.net.wire.ArpDescriptor.SENDER_PROTOCOL;
import static io.creel.net.wire.ArpDescriptor.TARGET_HARDWARE;
import static io.creel.net.wire.ArpDescriptor.TARGET_PROTOCOL;

/** View of an ARP packet for IPv4 over Ethernet. */
public final class Arp {
    /** Hardware type 1, protocol type 0x0800, in one word. */
    private static final int ETHERNET_IPV4 = 0x0001_0800;
    /** Address lengths six and four, in one word. */
    private static final int LENGTHS = 0x0604;

    private Arp() {
    }

    static DropReason check(Frame frame, int offset) {
        DropReason room = Bounds.check(frame, offset, FIXED_BYTES, frame.originalLengthBytes(),
                DropReason.TRUNCATED_ARP);
        if (room != DropReason.NONE) {
            return room;
        }
        if (frame.get32(offset + HARDWARE_TYPE) != ETHERNET_IPV4 || frame.get16(offset + HARDWARE_LENGTH) != LENGTHS) {
            return DropReason.UNSUPPORTED_ARP;
        }
        return Bounds.check(frame, offset, PACKET_BYTES, frame.originalLengthBytes(), DropReason.TRUNCATED_ARP);
    }

    /**
     * {@return the operation, see {@link ArpDescriptor#REQUEST}}
     *
     * @param frame owned by the caller
     * @param offset where the ARP packet starts, in bytes
     */
    public static int operation(Frame frame, int offset) {
        return frame.get16(offset + OPERATION);
    }

    /**
     * {@return the Ethernet address of the sender, in the low 48 bits}
     *
     * @param frame owned by the caller
     * @param offset where the ARP packet starts, in bytes
     */
    public static long senderHardware(Frame frame, int offset) {
        return Ethernet.address(frame, offset + SENDER_HARDWARE);
    }

    /**
     * {@return the IPv4 address of the sender}
     *
     * @param frame owned by the caller
     * @param offset where the ARP packet starts, in bytes
     */
    public static int senderProtocol(Frame frame, int offset) {
        return frame.get32(offset + SENDER_PROTOCOL);
    }

    /**
     * {@return the Ethernet address of the target, in the low 48 bits}
     *
     * @param frame owned by the caller
     * @param offset where the ARP packet starts, in bytes
     */
    public static long targetHardware(Frame frame, int offset) {
        return Ethernet.address(frame, offset + TARGET_HARDWARE);
    }

    /**
     * {@return the IPv4 address of the target}
     *
     * @param frame owned by the caller
     * @param offset where the ARP packet starts, in bytes
     */
    public static int targetProtocol(Frame frame, int offset) {
        return frame.get32(offset + TARGET_PROTOCOL);
    }

    /**
     * Writes a whole packet of {@link ArpDescriptor#PACKET_BYTES} bytes.
     *
     * @param frame owned by the caller
     * @param offset where the ARP packet starts, in bytes
     * @param operation see {@link ArpDescriptor#REQUEST}
     * @param senderHardware an Ethernet address, in the low 48 bits
     * @param senderProtocol an IPv4 address
     * @param targetHardware an Ethernet address, in the low 48 bits
     * @param targetProtocol an IPv4 address
     * @throws IndexOutOfBoundsException if the packet is not all within the frame
     */
    public static void write(Frame frame, int offset, int operation, long senderHardware, int senderProtocol,
            long targetHardware, int targetProtocol) {
        frame.set32(offset + HARDWARE_TYPE, ETHERNET_IPV4);
        frame.set16(offset + HARDWARE_LENGTH, LENGTHS);
        frame.set16(offset + OPERATION, operation);
        Ethernet.address(frame, offset + SENDER_HARDWARE, senderHardware);
        frame.set32(offset + SENDER_PROTOCOL, senderProtocol);
        Ethernet.address(frame, offset + TARGET_HARDWARE, targetHardware);
        frame.set32(offset + TARGET_PROTOCOL, targetProtocol);
    }
}
