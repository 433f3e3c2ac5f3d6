package io.creel.net.pcap;

import static io.creel.net.pcap.PcapngDescriptor.ENHANCED_CAPTURED;
import static io.creel.net.pcap.PcapngDescriptor.ENHANCED_DATA;
import static io.creel.net.pcap.PcapngDescriptor.ENHANCED_INTERFACE;
import static io.creel.net.pcap.PcapngDescriptor.ENHANCED_MIN_BYTES;
import static io.creel.net.pcap.PcapngDescriptor.ENHANCED_ORIGINAL;
import static io.creel.net.pcap.PcapngDescriptor.ENHANCED_TIME_HIGH;
import static io.creel.net.pcap.PcapngDescriptor.ENHANCED_TIME_LOW;
import static io.creel.net.pcap.PcapngDescriptor.INTERFACE_MIN_BYTES;
import static io.creel.net.pcap.PcapngDescriptor.MAX_INTERFACES;
import static io.creel.net.pcap.PcapngDescriptor.MIN_BLOCK_BYTES;
import static io.creel.net.pcap.PcapngDescriptor.ORDER_MAGIC;
import static io.creel.net.pcap.PcapngDescriptor.PACKET_INTERFACE;
import static io.creel.net.pcap.PcapngDescriptor.SECTION_MAGIC;
import static io.creel.net.pcap.PcapngDescriptor.SECTION_MAJOR;
import static io.creel.net.pcap.PcapngDescriptor.SECTION_MIN_BYTES;
import static io.creel.net.pcap.PcapngDescriptor.SIMPLE_DATA;
import static io.creel.net.pcap.PcapngDescriptor.SIMPLE_MIN_BYTES;
import static io.creel.net.pcap.PcapngDescriptor.SIMPLE_ORIGINAL;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_ENHANCED;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_INTERFACE;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_PACKET;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_SECTION;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_SIMPLE;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the block format: any number of sections, each with its byte order and its interfaces. Blocks that hold neither
 * packets nor interfaces are skipped, whatever their length; the others fit into {@link CaptureWindow#LIMIT_BYTES}.
 */
final class PcapngReader extends CaptureReader {
    private static final int TRAILER_BYTES = 4;

    private final List<PcapngInterface> interfaces = new ArrayList<>();
    /** Length of the current block, which is consumed before the next one. Written by the reading thread. */
    private int blockBytes;
    /**
     * The length of a block that is being skipped, the offset of its start, and how many of its bytes are left. Written
     * by the reading thread.
     */
    private long skippedBytes;
    private long skippedPosition;
    private long skippedLeft;

    PcapngReader(CaptureWindow file) throws CaptureException {
        super(file);
        // An incomplete section ends in a fault, or is tried again, because a pipe may be late.
        while (openSection() == Step.LATER) {
            file.awaitMore(Long.MAX_VALUE);
        }
    }

    @Override
    Step advance() throws CaptureException {
        while (true) {
            file.consume(blockBytes);
            blockBytes = 0;
            if (skippedLeft > 0 && !skipOn()) {
                return Step.LATER;
            }
            if (!file.fill(1) && file.isEnded()) {
                return Step.END;
            }
            if (!need(MIN_BLOCK_BYTES)) {
                return Step.LATER;
            }
            int type = (int) file.u32(0);
            Step step = file.magic(0) == TYPE_SECTION ? openSection() : block(type);
            if (step != null) {
                return step;
            }
        }
    }

    /** Handles a block. Returns {@code null} if the reader goes on with the next block. */
    private @Nullable Step block(int type) throws CaptureException {
        int minBytes = minBytes(type);
        if (minBytes == MIN_BLOCK_BYTES) {
            // Statistics, name resolution and custom blocks: a replay needs none of them.
            skippedBytes = length(MIN_BLOCK_BYTES);
            skippedPosition = file.position();
            skippedLeft = skippedBytes;
            return null;
        }
        if (!whole(minBytes)) {
            return Step.LATER;
        }
        return switch (type) {
            case TYPE_INTERFACE -> {
                addInterface();
                yield null;
            }
            case TYPE_SIMPLE -> simple() ? Step.RECORD : null;
            default -> packet(type) ? Step.RECORD : null;
        };
    }

    private static int minBytes(int type) {
        return switch (type) {
            case TYPE_INTERFACE -> INTERFACE_MIN_BYTES;
            case TYPE_ENHANCED, TYPE_PACKET -> ENHANCED_MIN_BYTES;
            case TYPE_SIMPLE -> SIMPLE_MIN_BYTES;
            default -> MIN_BLOCK_BYTES;
        };
    }

    /** Opens a section. Returns {@code null} when it is open. */
    private @Nullable Step openSection() throws CaptureException {
        if (!need(SECTION_MIN_BYTES)) {
            return Step.LATER;
        }
        int magic = file.magic(SECTION_MAGIC);
        if (magic != ORDER_MAGIC && magic != Integer.reverseBytes(ORDER_MAGIC)) {
            throw file.fault(SECTION_MAGIC,
                    "0x" + String.format("%08x", magic) + " is not the byte-order magic of a pcapng section", DAMAGED);
        }
        file.order(magic == ORDER_MAGIC);
        int major = file.u16(SECTION_MAJOR);
        if (major != 1) {
            throw file.fault(SECTION_MAJOR, "pcapng version " + major + " is not 1",
                    "convert it with: editcap -F pcapng");
        }
        if (!whole(SECTION_MIN_BYTES)) {
            return Step.LATER;
        }
        interfaces.clear();
        return null;
    }

    /** Returns {@code false} if the bytes are not present yet. */
    private boolean need(int bytes) throws CaptureException {
        if (file.fill(bytes)) {
            return true;
        }
        if (file.isEnded()) {
            throw file.fault(0, "a block ends after " + file.availableBytes() + " of at least " + bytes + " bytes",
                    CUT_OFF);
        }
        return false;
    }

    private long length(int minBytes) throws CaptureException {
        long length = file.u32(4);
        if (length < minBytes || length % 4 != 0) {
            throw file.fault(4, "block length " + length + " is not a multiple of 4 of at least " + minBytes, DAMAGED);
        }
        return length;
    }

    /** Completes the current block, which is consumed next. Returns {@code false} if it is not present yet. */
    private boolean whole(int minBytes) throws CaptureException {
        long length = length(minBytes);
        if (!file.fill((int) Math.min(length, CaptureWindow.LIMIT_BYTES))) {
            if (file.isEnded()) {
                throw cutOff(0, length, file.availableBytes());
            }
            return false;
        }
        if (length > CaptureWindow.LIMIT_BYTES) {
            throw file.fault(4, "a block claims " + length + " bytes, more than the limit of "
                    + CaptureWindow.LIMIT_BYTES, DAMAGED);
        }
        requireTrailer((int) length - TRAILER_BYTES, length);
        blockBytes = (int) length;
        return true;
    }

    private CaptureException cutOff(long offset, long length, long left) {
        return file.fault(offset, "a block claims " + length + " bytes where " + left + " are left", CUT_OFF);
    }

    private void requireTrailer(int offset, long length) throws CaptureException {
        long trailing = file.u32(offset);
        if (trailing != length) {
            throw file.fault(offset, "trailing block length " + trailing + " differs from the leading " + length,
                    DAMAGED);
        }
    }

    /** Skips on. Returns {@code false} if the rest of the block is not present yet. */
    private boolean skipOn() throws CaptureException {
        while (skippedLeft > TRAILER_BYTES) {
            if (!file.fill(1)) {
                return !missing();
            }
            int count = (int) Math.min(skippedLeft - TRAILER_BYTES, file.availableBytes());
            file.consume(count);
            skippedLeft -= count;
        }
        if (!file.fill(TRAILER_BYTES)) {
            return !missing();
        }
        requireTrailer(0, skippedBytes);
        file.consume(TRAILER_BYTES);
        skippedLeft = 0;
        return true;
    }

    /** Returns {@code true} if a writer may still deliver the bytes. */
    private boolean missing() throws CaptureException {
        if (file.isEnded()) {
            long there = file.position() + file.availableBytes() - skippedPosition;
            throw cutOff(skippedPosition - file.position(), skippedBytes, there);
        }
        return true;
    }

    private void addInterface() throws CaptureException {
        if (interfaces.size() == MAX_INTERFACES) {
            throw file.fault(0, "more than the limit of " + MAX_INTERFACES + " interfaces in one section", DAMAGED);
        }
        interfaces.add(PcapngInterface.read(file, blockBytes));
    }

    private PcapngInterface source(long id) throws CaptureException {
        if (id >= interfaces.size()) {
            throw file.fault(0, "a packet names interface " + id + " of " + interfaces.size(), DAMAGED);
        }
        port = (int) id;
        return interfaces.get((int) id);
    }

    /**
     * Reads an enhanced packet block, or the packet block that preceded it; the two differ in how they name the
     * interface.
     */
    private boolean packet(int type) throws CaptureException {
        PcapngInterface source = source(type == TYPE_PACKET
                ? file.u16(PACKET_INTERFACE)
                : file.u32(ENHANCED_INTERFACE));
        int captured = bounded(file.u32(ENHANCED_CAPTURED));
        if (captured > blockBytes - ENHANCED_MIN_BYTES) {
            throw tooFew(captured, blockBytes - ENHANCED_MIN_BYTES);
        }
        long ticks = file.u32(ENHANCED_TIME_HIGH) << 32 | file.u32(ENHANCED_TIME_LOW);
        timestampNs = source.unit().toNs(ticks);
        return take(ENHANCED_DATA, captured, file.u32(ENHANCED_ORIGINAL), source.linkType());
    }

    private boolean simple() throws CaptureException {
        PcapngInterface source = source(0);
        long original = file.u32(SIMPLE_ORIGINAL);
        long snaplen = source.snaplenBytes() == 0 ? original : source.snaplenBytes();
        int captured = bounded(Math.min(original, snaplen));
        if (captured > blockBytes - SIMPLE_MIN_BYTES) {
            throw tooFew(captured, blockBytes - SIMPLE_MIN_BYTES);
        }
        // The block has no timestamp.
        timestampNs = 0;
        return take(SIMPLE_DATA, captured, original, source.linkType());
    }
}
