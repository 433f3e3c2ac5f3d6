package io.creel.net.wire;

import static io.creel.net.wire.Ipv4Descriptor.CHECKSUM;
import static io.creel.net.wire.Ipv4Descriptor.DESTINATION;
import static io.creel.net.wire.Ipv4Descriptor.DONT_FRAGMENT;
import static io.creel.net.wire.Ipv4Descriptor.FRAGMENT;
import static io.creel.net.wire.Ipv4Descriptor.FRAGMENT_OFFSET_MASK;
import static io.creel.net.wire.Ipv4Descriptor.IDENTIFICATION;
import static io.creel.net.wire.Ipv4Descriptor.MAX_PACKET_BYTES;
import static io.creel.net.wire.Ipv4Descriptor.MIN_HEADER_BYTES;
import static io.creel.net.wire.Ipv4Descriptor.MORE_FRAGMENTS;
import static io.creel.net.wire.Ipv4Descriptor.PROTOCOL;
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
        int total = totalLengthBytes(frame, offset);
        if (header < MIN_HEADER_BYTES) {
            return DropReason.IPV4_BAD_HEADER_LENGTH;
        }
        if (total < header) {
            return total < MIN_HEADER_BYTES ? DropReason.IPV4_BAD_TOTAL_LENGTH : DropReason.IPV4_BAD_HEADER_LENGTH;
        }
        if (total > frameEnd - offset) {
            return DropReason.IPV4_TOTAL_LENGTH_BEYOND_FRAME;
        }
        if (fragmentOffsetBytes(frame, offset) + total - header > MAX_PACKET_BYTES - MIN_HEADER_BYTES) {
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

    public static int totalLengthBytes(Frame frame, int offset) {
        return frame.get16(offset + TOTAL_LENGTH);
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
