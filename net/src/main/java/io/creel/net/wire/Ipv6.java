package io.creel.net.wire;

import static io.creel.net.wire.Ipv6Descriptor.DESTINATION;
import static io.creel.net.wire.Ipv6Descriptor.HEADER_BYTES;
import static io.creel.net.wire.Ipv6Descriptor.HOP_LIMIT;
import static io.creel.net.wire.Ipv6Descriptor.NEXT_HEADER;
import static io.creel.net.wire.Ipv6Descriptor.PAYLOAD_LENGTH;
import static io.creel.net.wire.Ipv6Descriptor.SOURCE;
import static io.creel.net.wire.Ipv6Descriptor.VERSION_CLASS_LABEL;

/** View of an IPv6 header. An address is two longs: its first and its last 8 bytes. */
public final class Ipv6 {
    private Ipv6() {
    }

    static DropReason check(Frame frame, int offset) {
        int frameEnd = frame.originalLengthBytes();
        DropReason room = Bounds.check(frame, offset, HEADER_BYTES, frameEnd, DropReason.TRUNCATED_IPV6);
        if (room != DropReason.NONE) {
            return room;
        }
        if (frame.get8(offset + VERSION_CLASS_LABEL) >>> 4 != 6) {
            return DropReason.IPV6_BAD_VERSION;
        }
        return payloadLengthBytes(frame, offset) > frameEnd - offset - HEADER_BYTES
                ? DropReason.IPV6_PAYLOAD_LENGTH_BEYOND_FRAME
                : DropReason.NONE;
    }

    /**
     * {@return the traffic class, 0 to 255}
     *
     * @param frame owned by the caller
     * @param offset where the IPv6 header starts, in bytes
     */
    public static int trafficClass(Frame frame, int offset) {
        return frame.get32(offset + VERSION_CLASS_LABEL) >>> 20 & 0xff;
    }

    /**
     * {@return the flow label, 20 bits}
     *
     * @param frame owned by the caller
     * @param offset where the IPv6 header starts, in bytes
     */
    public static int flowLabel(Frame frame, int offset) {
        return frame.get32(offset + VERSION_CLASS_LABEL) & 0xfffff;
    }

    /**
     * {@return the number of bytes behind the fixed header, extension headers included}
     *
     * @param frame owned by the caller
     * @param offset where the IPv6 header starts, in bytes
     */
    public static int payloadLengthBytes(Frame frame, int offset) {
        return frame.get16(offset + PAYLOAD_LENGTH);
    }

    /**
     * {@return the next header, see {@link IpProtocol}}
     *
     * @param frame owned by the caller
     * @param offset where the IPv6 header starts, in bytes
     */
    public static int nextHeader(Frame frame, int offset) {
        return frame.get8(offset + NEXT_HEADER);
    }

    /**
     * {@return the hop limit, 0 to 255}
     *
     * @param frame owned by the caller
     * @param offset where the IPv6 header starts, in bytes
     */
    public static int hopLimit(Frame frame, int offset) {
        return frame.get8(offset + HOP_LIMIT);
    }

    /**
     * {@return the first 8 bytes of the source address}
     *
     * @param frame owned by the caller
     * @param offset where the IPv6 header starts, in bytes
     */
    public static long sourceHigh(Frame frame, int offset) {
        return frame.get64(offset + SOURCE);
    }

    /**
     * {@return the last 8 bytes of the source address}
     *
     * @param frame owned by the caller
     * @param offset where the IPv6 header starts, in bytes
     */
    public static long sourceLow(Frame frame, int offset) {
        return frame.get64(offset + SOURCE + 8);
    }

    /**
     * {@return the first 8 bytes of the destination address}
     *
     * @param frame owned by the caller
     * @param offset where the IPv6 header starts, in bytes
     */
    public static long destinationHigh(Frame frame, int offset) {
        return frame.get64(offset + DESTINATION);
    }

    /**
     * {@return the last 8 bytes of the destination address}
     *
     * @param frame owned by the caller
     * @param offset where the IPv6 header starts, in bytes
     */
    public static long destinationLow(Frame frame, int offset) {
        return frame.get64(offset + DESTINATION + 8);
    }

    /**
     * Writes a fixed header with hop limit 64.
     *
     * @param frame owned by the caller
     * @param offset where the IPv6 header starts, in bytes
     * @param nextHeader see {@link IpProtocol}
     * @param sourceHigh the first 8 bytes of the source address
     * @param sourceLow the last 8 bytes of the source address
     * @param destinationHigh the first 8 bytes of the destination address
     * @param destinationLow the last 8 bytes of the destination address
     * @param payloadBytes how many bytes follow the header
     */
    public static void write(Frame frame, int offset, int nextHeader, long sourceHigh, long sourceLow,
            long destinationHigh, long destinationLow, int payloadBytes) {
        frame.set32(offset + VERSION_CLASS_LABEL, 6 << 28);
        frame.set16(offset + PAYLOAD_LENGTH, payloadBytes);
        frame.set8(offset + NEXT_HEADER, nextHeader);
        frame.set8(offset + HOP_LIMIT, 64);
        frame.set64(offset + SOURCE, sourceHigh);
        frame.set64(offset + SOURCE + 8, sourceLow);
        frame.set64(offset + DESTINATION, destinationHigh);
        frame.set64(offset + DESTINATION + 8, destinationLow);
    }
}
