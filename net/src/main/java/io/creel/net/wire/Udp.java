package io.creel.net.wire;

import static io.creel.net.wire.UdpDescriptor.CHECKSUM;
import static io.creel.net.wire.UdpDescriptor.DESTINATION_PORT;
import static io.creel.net.wire.UdpDescriptor.HEADER_BYTES;
import static io.creel.net.wire.UdpDescriptor.LENGTH;
import static io.creel.net.wire.UdpDescriptor.MAX_LENGTH_BYTES;
import static io.creel.net.wire.UdpDescriptor.SOURCE_PORT;

/** View of a UDP header. */
public final class Udp {
    private Udp() {
    }

    /**
     * @param end
     *            where the IP packet ends
     * @param whole
     *            false for a first fragment, whose length counts bytes of later fragments
     */
    static DropReason check(Frame frame, int offset, int end, boolean whole) {
        DropReason room = Bounds.check(frame, offset, HEADER_BYTES, end, DropReason.TRUNCATED_UDP);
        if (room != DropReason.NONE) {
            return room;
        }
        int length = lengthBytes(frame, offset);
        if (length < HEADER_BYTES) {
            // RFC 2675, section 4: a datagram that is too long for the field has 0 there.
            return length == 0 && end - offset > MAX_LENGTH_BYTES ? DropReason.NONE : DropReason.UDP_LENGTH_TOO_SHORT;
        }
        return whole && length > end - offset ? DropReason.UDP_LENGTH_BEYOND_PACKET : DropReason.NONE;
    }

    /**
     * {@return the source port, 0 to 65535}
     *
     * @param frame owned by the caller
     * @param offset where the UDP header starts, in bytes
     */
    public static int sourcePort(Frame frame, int offset) {
        return frame.get16(offset + SOURCE_PORT);
    }

    /**
     * {@return the destination port, 0 to 65535}
     *
     * @param frame owned by the caller
     * @param offset where the UDP header starts, in bytes
     */
    public static int destinationPort(Frame frame, int offset) {
        return frame.get16(offset + DESTINATION_PORT);
    }

    /**
     * {@return the length of header and payload; 0 for a datagram that is too long for the field}
     *
     * @param frame owned by the caller
     * @param offset where the UDP header starts, in bytes
     */
    public static int lengthBytes(Frame frame, int offset) {
        return frame.get16(offset + LENGTH);
    }

    /**
     * {@return the checksum field; 0 means that the sender computed none}
     *
     * @param frame owned by the caller
     * @param offset where the UDP header starts, in bytes
     */
    public static int checksum(Frame frame, int offset) {
        return frame.get16(offset + CHECKSUM);
    }

    /**
     * Writes a header without a checksum; {@link Checksums#fill} adds the checksum once the payload is written.
     *
     * @param frame owned by the caller
     * @param offset where the UDP header starts, in bytes
     * @param sourcePort 0 to 65535
     * @param destinationPort 0 to 65535
     * @param payloadBytes how many bytes follow the header
     */
    public static void write(Frame frame, int offset, int sourcePort, int destinationPort, int payloadBytes) {
        frame.set16(offset + SOURCE_PORT, sourcePort);
        frame.set16(offset + DESTINATION_PORT, destinationPort);
        frame.set16(offset + LENGTH, HEADER_BYTES + payloadBytes);
        frame.set16(offset + CHECKSUM, 0);
    }
}
