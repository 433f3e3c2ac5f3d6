package io.creel.ip.tcp;

import static io.creel.net.wire.TcpDescriptor.DATA_OFFSET;
import static io.creel.net.wire.TcpDescriptor.MIN_HEADER_BYTES;
import static io.creel.net.wire.TcpDescriptor.OPTION_MSS;
import static io.creel.net.wire.TcpDescriptor.OPTION_SACK;
import static io.creel.net.wire.TcpDescriptor.OPTION_SACK_PERMITTED;
import static io.creel.net.wire.TcpDescriptor.OPTION_TIMESTAMPS;
import static io.creel.net.wire.TcpDescriptor.OPTION_WINDOW_SCALE;
import static io.creel.net.wire.TcpDescriptor.URGENT_POINTER;

import io.creel.core.spec.From;
import io.creel.net.Packet;
import io.creel.net.wire.Frame;
import io.creel.net.wire.OptionCursor;
import io.creel.net.wire.Tcp;

/**
 * Reads a TCP header with its options into a {@link TcpSegment}, and writes one (RFC 9293, sections 3.1 and 3.2; RFC
 * 7323; RFC 2018).
 *
 * <p>
 * Strict: a list of options that breaks its encoding refuses the segment; a known option with a wrong length, or with a
 * place where it means nothing, is ignored and counted; an unknown one is skipped (MUST-6). Checksums belong to {@link
 * io.creel.net.wire.Checksums}. One thread at a time; allocates nothing.
 */
public final class TcpHeader {
    private static final int NO_OPERATION = 1;
    /** RFC 7323, section 2.3. */
    private static final int MAX_SCALE = 14;

    private final OptionCursor cursor = new OptionCursor();
    private final TcpStatistics statistics;

    /**
     * Makes a reader of headers.
     *
     * @param statistics counts malformed and ignored options
     */
    public TcpHeader(TcpStatistics statistics) {
        this.statistics = statistics;
    }

    /**
     * Reads the segment of a packet that was parsed and whose checksums were verified. The segment refers to the packet
     * and does not own it.
     *
     * @param packet parsed and verified; stays the caller's
     * @param into filled in, whatever it held before
     * @return false if the options are malformed, which is counted as {@link TcpCounter#BAD_OPTIONS}; the segment must
     *        be dropped
     */
    public boolean read(@From("POST_IP") Packet packet, TcpSegment into) {
        int offset = packet.headers().transportOffset();
        into.clear();
        into.sequence = Tcp.sequence(packet, offset);
        into.acknowledgment = Tcp.acknowledgment(packet, offset);
        into.flags = Tcp.flags(packet, offset);
        into.window = Tcp.window(packet, offset);
        into.urgentPointer = Tcp.urgentPointer(packet, offset);
        into.payloadBytes = packet.headers().payloadBytes();
        into.payloadOffset = packet.headers().payloadOffset();
        into.packet = packet;
        cursor.tcp(packet, offset);
        while (cursor.next()) {
            readOption(packet, into);
        }
        if (cursor.isMalformed()) {
            statistics.count(TcpCounter.BAD_OPTIONS);
            return false;
        }
        return true;
    }

    private void readOption(Frame frame, TcpSegment into) {
        int data = cursor.dataOffset();
        int bytes = cursor.dataBytes();
        boolean taken = switch (cursor.kind()) {
            case OPTION_MSS -> into.isSyn() && bytes == 2 && mss(into, frame.get16(data));
            case OPTION_WINDOW_SCALE -> into.isSyn() && bytes == 1 && scale(into, frame.get8(data));
            case OPTION_SACK_PERMITTED -> into.isSyn() && bytes == 0 && (into.sackPermitted = true);
            case OPTION_TIMESTAMPS -> bytes == 8 && timestamps(into, frame.get32(data), frame.get32(data + 4));
            case OPTION_SACK -> !into.isSyn() && bytes > 0 && bytes % 8 == 0 && sack(into, frame, data, bytes / 8);
            default -> true;
        };
        if (!taken) {
            statistics.count(TcpCounter.OPTION_IGNORED);
        }
    }

    private static boolean mss(TcpSegment into, int value) {
        into.mss = value;
        return true;
    }

    private boolean scale(TcpSegment into, int value) {
        if (value > MAX_SCALE) {
            statistics.count(TcpCounter.WINDOW_SCALE_CAPPED);
        }
        into.windowScale = Math.min(value, MAX_SCALE);
        return true;
    }

    private static boolean timestamps(TcpSegment into, int value, int echo) {
        into.timestamps = true;
        into.timestampValue = value;
        into.timestampEcho = echo;
        return true;
    }

    private static boolean sack(TcpSegment into, Frame frame, int data, int blocks) {
        boolean fits = true;
        for (int i = 0; i < blocks && fits; i++) {
            fits = into.addSack(frame.get32(data + 8 * i), frame.get32(data + 8 * i + 4));
        }
        return fits;
    }

    /**
     * Writes header, options and payload at {@code offset}; the frame must have room for
     * {@link TcpSegment#headerBytes()} plus the payload. The checksum is left 0, for
     * {@link io.creel.net.wire.Checksums#fill}. Options are aligned to four bytes (SHLD: RFC 7323, appendix A), padded
     * with no-operation and never with stray bytes (MUST-69).
     *
     * @param segment its payload, if any, is in a send buffer
     * @param endpoints the source is their local side
     * @param frame the frame to write into
     * @param offset where the header starts, in bytes
     */
    public static void write(TcpSegment segment, TcpEndpoints endpoints, Frame frame, int offset) {
        Tcp.write(frame, offset, endpoints.localPort(), endpoints.remotePort(), segment.sequence,
                segment.acknowledgment, segment.flags, segment.window);
        frame.set8(offset + DATA_OFFSET, segment.headerBytes() << 2);
        frame.set16(offset + URGENT_POINTER, segment.urgentPointer);
        int at = offset + MIN_HEADER_BYTES;
        if (segment.mss != TcpSegment.ABSENT) {
            frame.set32(at, OPTION_MSS << 24 | 4 << 16 | segment.mss);
            at += 4;
        }
        if (segment.timestamps) {
            at = writeTimestamps(segment, frame, at);
        } else if (segment.sackPermitted) {
            frame.set32(at, NO_OPERATION << 24 | NO_OPERATION << 16 | OPTION_SACK_PERMITTED << 8 | 2);
            at += 4;
        }
        if (segment.windowScale != TcpSegment.ABSENT) {
            frame.set32(at, NO_OPERATION << 24 | OPTION_WINDOW_SCALE << 16 | 3 << 8 | segment.windowScale);
            at += 4;
        }
        if (segment.sackBlocks > 0) {
            at = writeSack(segment, frame, at);
        }
        segment.copyPayload(frame, at);
    }

    private static int writeTimestamps(TcpSegment segment, Frame frame, int at) {
        int padding = segment.sackPermitted
                ? OPTION_SACK_PERMITTED << 24 | 2 << 16
                : NO_OPERATION << 24 | NO_OPERATION << 16;
        frame.set32(at, padding | OPTION_TIMESTAMPS << 8 | 10);
        frame.set32(at + 4, segment.timestampValue);
        frame.set32(at + 8, segment.timestampEcho);
        return at + 12;
    }

    private static int writeSack(TcpSegment segment, Frame frame, int at) {
        int blocks = segment.sackBlocksThatFit();
        frame.set32(at, NO_OPERATION << 24 | NO_OPERATION << 16 | OPTION_SACK << 8 | 2 + 8 * blocks);
        for (int i = 0; i < blocks; i++) {
            frame.set32(at + 4 + 8 * i, segment.sackStart[i]);
            frame.set32(at + 8 + 8 * i, segment.sackEnd[i]);
        }
        return at + 4 + 8 * blocks;
    }
}
