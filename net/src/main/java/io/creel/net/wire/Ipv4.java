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

    /** Structure only; the checksum is {@link Checksums#verify}'s business. */
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

    public static int headerLengthBytes(Frame frame, int offset) {
        return (frame.get8(offset + VERSION_IHL) & 15) << 2;
    }

    public static int trafficClass(Frame frame, int offset) {
        return frame.get8(offset + TRAFFIC_CLASS);
    }

    /** The field; 0 in a packet that a segmentation offload has not cut yet, see {@link #lengthBytes}. */
    public static int totalLengthBytes(Frame frame, int offset) {
        return frame.get16(offset + TOTAL_LENGTH);
    }

    /**
     * The bytes of the packet, header included: its total length or, if that is 0, all of the frame. A host that leaves the
     * cutting of segments to its hardware writes 0 into packets that the field cannot count.
     */
    public static int lengthBytes(Frame frame, int offset) {
        int total = totalLengthBytes(frame, offset);
        return total == 0 ? frame.originalLengthBytes() - offset : total;
    }

    /**
     * Where the address stands that the pseudo-header of a transport has: the destination or, under way on a source route,
     * the route's last address (RFC 1122, section 3.2.1.8: the destination is the next hop until then).
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

    public static int identification(Frame frame, int offset) {
        return frame.get16(offset + IDENTIFICATION);
    }

    public static boolean isDontFragment(Frame frame, int offset) {
        return (frame.get16(offset + FRAGMENT) & DONT_FRAGMENT) != 0;
    }

    public static boolean hasMoreFragments(Frame frame, int offset) {
        return (frame.get16(offset + FRAGMENT) & MORE_FRAGMENTS) != 0;
    }

    public static int fragmentOffsetBytes(Frame frame, int offset) {
        return (frame.get16(offset + FRAGMENT) & FRAGMENT_OFFSET_MASK) << 3;
    }

    public static int timeToLive(Frame frame, int offset) {
        return frame.get8(offset + TIME_TO_LIVE);
    }

    public static int protocol(Frame frame, int offset) {
        return frame.get8(offset + PROTOCOL);
    }

    public static int checksum(Frame frame, int offset) {
        return frame.get16(offset + CHECKSUM);
    }

    public static int source(Frame frame, int offset) {
        return frame.get32(offset + SOURCE);
    }

    public static int destination(Frame frame, int offset) {
        return frame.get32(offset + DESTINATION);
    }

    /** Changes the source and keeps the header checksum right; the transport's own is the caller's. */
    public static void source(Frame frame, int offset, int address) {
        replace(frame, offset, SOURCE, address);
    }

    /** Changes the destination and keeps the header checksum right; the transport's own is the caller's. */
    public static void destination(Frame frame, int offset, int address) {
        replace(frame, offset, DESTINATION, address);
    }

    /** Changes the time to live and keeps the header checksum right. */
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
     * Writes a header of 20 bytes with don't-fragment set and its checksum filled in.
     *
     * @param payloadBytes
     *            what follows the header
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
