package io.creel.net.wire;

import static io.creel.net.wire.TcpDescriptor.ACKNOWLEDGMENT;
import static io.creel.net.wire.TcpDescriptor.CHECKSUM;
import static io.creel.net.wire.TcpDescriptor.DATA_OFFSET;
import static io.creel.net.wire.TcpDescriptor.DESTINATION_PORT;
import static io.creel.net.wire.TcpDescriptor.FLAGS;
import static io.creel.net.wire.TcpDescriptor.MIN_HEADER_BYTES;
import static io.creel.net.wire.TcpDescriptor.SEQUENCE;
import static io.creel.net.wire.TcpDescriptor.SOURCE_PORT;
import static io.creel.net.wire.TcpDescriptor.URGENT_POINTER;
import static io.creel.net.wire.TcpDescriptor.WINDOW;

/** View of a TCP header; {@link OptionCursor} walks its options. */
public final class Tcp {
    private Tcp() {
    }

    /**
     * @param end
     *            where the IP packet ends
     */
    static DropReason check(Frame frame, int offset, int end) {
        DropReason room = Bounds.check(frame, offset, MIN_HEADER_BYTES, end, DropReason.TRUNCATED_TCP);
        if (room != DropReason.NONE) {
            return room;
        }
        int header = headerLengthBytes(frame, offset);
        if (header < MIN_HEADER_BYTES) {
            return DropReason.TCP_BAD_DATA_OFFSET;
        }
        return Bounds.check(frame, offset, header, end, DropReason.TCP_DATA_OFFSET_BEYOND_PACKET);
    }

    /**
     * {@return the source port, 0 to 65535}
     *
     * @param frame owned by the caller
     * @param offset where the TCP header starts, in bytes
     */
    public static int sourcePort(Frame frame, int offset) {
        return frame.get16(offset + SOURCE_PORT);
    }

    /**
     * {@return the destination port, 0 to 65535}
     *
     * @param frame owned by the caller
     * @param offset where the TCP header starts, in bytes
     */
    public static int destinationPort(Frame frame, int offset) {
        return frame.get16(offset + DESTINATION_PORT);
    }

    /**
     * {@return the sequence number, modulo 2^32; compare two by their difference}
     *
     * @param frame owned by the caller
     * @param offset where the TCP header starts, in bytes
     */
    public static int sequence(Frame frame, int offset) {
        return frame.get32(offset + SEQUENCE);
    }

    /**
     * {@return the acknowledgment number, modulo 2^32; compare two by their difference; it is valid only with the ACK
     * flag}
     *
     * @param frame owned by the caller
     * @param offset where the TCP header starts, in bytes
     */
    public static int acknowledgment(Frame frame, int offset) {
        return frame.get32(offset + ACKNOWLEDGMENT);
    }

    /**
     * {@return the length of the header, options included}
     *
     * @param frame owned by the caller
     * @param offset where the TCP header starts, in bytes
     */
    public static int headerLengthBytes(Frame frame, int offset) {
        return frame.get8(offset + DATA_OFFSET) >>> 4 << 2;
    }

    /**
     * {@return the eight flags, see {@link TcpDescriptor#SYN} and its siblings}
     *
     * @param frame owned by the caller
     * @param offset where the TCP header starts, in bytes
     */
    public static int flags(Frame frame, int offset) {
        return frame.get8(offset + FLAGS);
    }

    /**
     * {@return the window field, without the window scale}
     *
     * @param frame owned by the caller
     * @param offset where the TCP header starts, in bytes
     */
    public static int window(Frame frame, int offset) {
        return frame.get16(offset + WINDOW);
    }

    /**
     * {@return the checksum field}
     *
     * @param frame owned by the caller
     * @param offset where the TCP header starts, in bytes
     */
    public static int checksum(Frame frame, int offset) {
        return frame.get16(offset + CHECKSUM);
    }

    /**
     * {@return the urgent pointer; it is valid only with the URG flag}
     *
     * @param frame owned by the caller
     * @param offset where the TCP header starts, in bytes
     */
    public static int urgentPointer(Frame frame, int offset) {
        return frame.get16(offset + URGENT_POINTER);
    }

    /**
     * Writes a header of 20 bytes without a checksum; {@link Checksums#fill} adds the checksum once the payload is
     * written.
     *
     * @param frame owned by the caller
     * @param offset where the TCP header starts, in bytes
     * @param sourcePort 0 to 65535
     * @param destinationPort 0 to 65535
     * @param sequence the sequence number
     * @param acknowledgment the acknowledgment number
     * @param flags see {@link TcpDescriptor#SYN} and its siblings
     * @param window 0 to 65535
     */
    public static void write(Frame frame, int offset, int sourcePort, int destinationPort, int sequence,
            int acknowledgment, int flags, int window) {
        frame.set16(offset + SOURCE_PORT, sourcePort);
        frame.set16(offset + DESTINATION_PORT, destinationPort);
        frame.set32(offset + SEQUENCE, sequence);
        frame.set32(offset + ACKNOWLEDGMENT, acknowledgment);
        frame.set8(offset + DATA_OFFSET, MIN_HEADER_BYTES << 2);
        frame.set8(offset + FLAGS, flags);
        frame.set16(offset + WINDOW, window);
        frame.set32(offset + CHECKSUM, 0);
    }
}
