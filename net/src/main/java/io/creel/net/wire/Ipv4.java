package io.creel.net.wire;

import static io.creel.net.wire.Ipv4Descriptor.ADDRESS_BYTES;
import static io.creel.net.wire.Ipv4Descriptor.CHECKSUM;
import static io.creel.net.wire.Ipv4Descriptor.DESTINATION;
import static io.creel.net.wire.Ipv4Descriptor.DONT_FRAGMENT;
import static io.creel.net.wire.Ipv4Descriptor.FRAGMENT;
import static io.creel.net.wire.Ipv4Descriptor.FRAGMENT_OFFSET_MASK;
import static io.creel.net.wire.Ipv4Descriptor.IDENTIFICATION;
import static io.creel.net.wire.Ipv4Descriptor.MAX_PACKET_BYTES;
import static io.creel.net.wire.Ipv4Descriptor.MIN_HEADER_BYTES;
import static io.creel.net.wire.Ipv4Descriptor.MORE_FRAGMENTS;
import static io.creel.net.wire.Ipv4Descriptor.OPTION_END;
import static io.creel.net.wire.Ipv4Descriptor.OPTION_LOOSE_ROUTE;
import static io.creel.net.wire.Ipv4Descriptor.OPTION_NO_OPERATION;
import static io.creel.net.wire.Ipv4Descriptor.OPTION_STRICT_ROUTE;
import static io.creel.net.wire.Ipv4Descriptor.PROTOCOL;
import static io.creel.net.wire.Ipv4Descriptor.ROUTE_MIN_BYTES;
import static io.creel.net.wire.Ipv4Descriptor.ROUTE_POINTER;
import static io.creel.net.wire.Ipv4Descriptor.SOURCE;
import static io.creel.net.wire.Ipv4Descriptor.TIME_TO_LIVE;
import static io.creel.net.wire.Ipv4Descriptor.TOTAL_LENGTH;
import static io.creel.net.wire.Ipv4Descriptor.TRAFFIC_CLASS;
import static io.creel.net.wire.Ipv4Descriptor.VERSION_IHL;

/** View of an IPv4 header. */
public final class Ipv4 {
    private Ipv4() {
    }

    /** Checks the structure of a header; {@link Checksums#verify} checks the checksum. */
    static DropReason check(Frame frame, int offset) {
        int frameEnd = frame.originalLengthBytes();
        DropReason room = Bounds.check(frame, offset, MIN_HEADER_BYTES, frameEnd, DropReason.TRUNCATED_IPV4);
        if (room != DropReason.NONE) {
            return room;
        }
        // RFC 1122, section 3.2.1.1: a datagram whose version is not 4 is discarded.
        if (frame.get8(offset + VERSION_IHL) >>> 4 != 4) {
            return DropReason.IPV4_BAD_VERSION;
        }
        int header = headerLengthBytes(frame, offset);
        int total = lengthBytes(frame, offset);
        if (header < MIN_HEADER_BYTES) {
            return DropReason.IPV4_BAD_HEADER_LENGTH;
        }
        if (total < header) {
            return total < MIN_HEADER_BYTES ? DropReason.IPV4_BAD_TOTAL_LENGTH : DropReason.IPV4_BAD_HEADER_LENGTH;
        }
        if (total > frameEnd - offset) {
            return DropReason.IPV4_TOTAL_LENGTH_BEYOND_FRAME;
        }
        boolean whole = (frame.get16(offset + FRAGMENT) & (MORE_FRAGMENTS | FRAGMENT_OFFSET_MASK)) == 0;
        if (!whole && totalLengthBytes(frame, offset) == 0) {
            return DropReason.IPV4_BAD_TOTAL_LENGTH;
        }
        if (!whole && fragmentOffsetBytes(frame, offset) + total - header > MAX_PACKET_BYTES - MIN_HEADER_BYTES) {
            return DropReason.IPV4_FRAGMENT_BEYOND_LIMIT;
        }
        return Bounds.check(frame, offset, header, frameEnd, DropReason.TRUNCATED_IPV4);
    }

    /**
     * {@return the length of the header, options included}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static int headerLengthBytes(Frame frame, int offset) {
        return (frame.get8(offset + VERSION_IHL) & 15) << 2;
    }

    /**
     * {@return the DSCP and ECN bits, 0 to 255}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static int trafficClass(Frame frame, int offset) {
        return frame.get8(offset + TRAFFIC_CLASS);
    }

    /**
     * Reads the total length field.
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     * @return the field; 0 in a packet that a segmentation offload has not cut yet, see {@link #lengthBytes}
     */
    public static int totalLengthBytes(Frame frame, int offset) {
        return frame.get16(offset + TOTAL_LENGTH);
    }

    /**
     * Computes the length of the packet, header included: its total length, or the rest of the frame if that field is
     * 0. A host that leaves segmentation to its hardware writes 0 into packets that are too long for the field.
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     * @return the length, in bytes
     */
    public static int lengthBytes(Frame frame, int offset) {
        int total = totalLengthBytes(frame, offset);
        return total == 0 ? frame.originalLengthBytes() - offset : total;
    }

    /**
     * Finds the destination address of the pseudo-header. It is the destination field or, for a packet that is still
     * under way on a source route, the last address of the route (RFC 1122, section 3.2.1.8: the destination is the
     * next hop until then).
     */
    static int finalDestination(Frame frame, int offset) {
        int end = offset + headerLengthBytes(frame, offset);
        for (int at = offset + MIN_HEADER_BYTES; at < end && frame.get8(at) != OPTION_END;) {
            int kind = frame.get8(at);
            int size = kind == OPTION_NO_OPERATION ? 1 : end - at < 2 ? 0 : frame.get8(at + 1);
            if (size < 1 || size > end - at || size == 1 && kind != OPTION_NO_OPERATION) {
                break;
            }
            if (kind == OPTION_LOOSE_ROUTE || kind == OPTION_STRICT_ROUTE) {
                boolean underWay = size >= ROUTE_MIN_BYTES && frame.get8(at + ROUTE_POINTER) < size;
                return underWay ? at + size - ADDRESS_BYTES : offset + DESTINATION;
            }
            at += size;
        }
        return offset + DESTINATION;
    }

    /**
     * {@return the identification of the fragments of a packet}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static int identification(Frame frame, int offset) {
        return frame.get16(offset + IDENTIFICATION);
    }

    /**
     * {@return whether routers must not fragment the packet}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static boolean isDontFragment(Frame frame, int offset) {
        return (frame.get16(offset + FRAGMENT) & DONT_FRAGMENT) != 0;
    }

    /**
     * {@return whether a fragment follows this one}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static boolean hasMoreFragments(Frame frame, int offset) {
        return (frame.get16(offset + FRAGMENT) & MORE_FRAGMENTS) != 0;
    }

    /**
     * {@return the place of this fragment in the whole packet, in bytes}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static int fragmentOffsetBytes(Frame frame, int offset) {
        return (frame.get16(offset + FRAGMENT) & FRAGMENT_OFFSET_MASK) << 3;
    }

    /**
     * {@return the time to live, 0 to 255}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static int timeToLive(Frame frame, int offset) {
        return frame.get8(offset + TIME_TO_LIVE);
    }

    /**
     * {@return the protocol number, see {@link IpProtocol}}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static int protocol(Frame frame, int offset) {
        return frame.get8(offset + PROTOCOL);
    }

    /**
     * {@return the header checksum}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static int checksum(Frame frame, int offset) {
        return frame.get16(offset + CHECKSUM);
    }

    /**
     * {@return the source address}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static int source(Frame frame, int offset) {
        return frame.get32(offset + SOURCE);
    }

    /**
     * {@return the destination address}
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     */
    public static int destination(Frame frame, int offset) {
        return frame.get32(offset + DESTINATION);
    }

    /**
     * Changes the source address and updates the header checksum. The caller updates the checksum of the transport.
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     * @param address the new address
     */
    public static void source(Frame frame, int offset, int address) {
        replace(frame, offset, SOURCE, address);
    }

    /**
     * Changes the destination address and updates the header checksum. The caller updates the checksum of the
     * transport.
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     * @param address the new address
     */
    public static void destination(Frame frame, int offset, int address) {
        replace(frame, offset, DESTINATION, address);
    }

    /**
     * Changes the time to live and updates the header checksum.
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     * @param value 0 to 255
     */
    public static void timeToLive(Frame frame, int offset, int value) {
        int before = frame.get16(offset + TIME_TO_LIVE);
        frame.set8(offset + TIME_TO_LIVE, value);
        int after = frame.get16(offset + TIME_TO_LIVE);
        frame.set16(offset + CHECKSUM, Checksum.update16(checksum(frame, offset), before, after));
    }

    private static void replace(Frame frame, int offset, int field, int address) {
        int checksum = Checksum.update32(checksum(frame, offset), frame.get32(offset + field), address);
        frame.set32(offset + field, address);
        frame.set16(offset + CHECKSUM, checksum);
    }

    /**
     * Writes a header of 20 bytes with the don't-fragment flag and its checksum.
     *
     * @param frame owned by the caller
     * @param offset where the IPv4 header starts, in bytes
     * @param protocol see {@link IpProtocol}
     * @param source an address
     * @param destination an address
     * @param payloadBytes how many bytes follow the header
     */
    public static void write(Frame frame, int offset, int protocol, int source, int destination, int payloadBytes) {
        frame.set8(offset + VERSION_IHL, 0x45);
        frame.set8(offset + TRAFFIC_CLASS, 0);
        frame.set16(offset + TOTAL_LENGTH, MIN_HEADER_BYTES + payloadBytes);
        frame.set16(offset + IDENTIFICATION, 0);
        frame.set16(offset + FRAGMENT, DONT_FRAGMENT);
        frame.set8(offset + TIME_TO_LIVE, 64);
        frame.set8(offset + PROTOCOL, protocol);
        frame.set32(offset + SOURCE, source);
        frame.set32(offset + DESTINATION, destination);
        Checksums.fillIpv4(frame, offset);
    }
}
