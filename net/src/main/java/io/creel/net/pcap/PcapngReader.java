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
import static io.creel.net.pcap.PcapngDescriptor.SECTION_MAGIC;
import static io.creel.net.pcap.PcapngDescriptor.SECTION_MAJOR;
import static io.creel.net.pcap.PcapngDescriptor.SECTION_MIN_BYTES;
import static io.creel.net.pcap.PcapngDescriptor.SIMPLE_DATA;
import static io.creel.net.pcap.PcapngDescriptor.SIMPLE_MIN_BYTES;
import static io.creel.net.pcap.PcapngDescriptor.SIMPLE_ORIGINAL;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_ENHANCED;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_INTERFACE;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_SECTION;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_SIMPLE;

import java.util.ArrayList;
import java.util.List;

/**
 * The block format: any number of sections, each with its byte order and its interfaces. Unknown blocks are skipped.
 */
final class PcapngReader extends CaptureReader {
    private final List<PcapngInterface> interfaces = new ArrayList<>();
    private long position;

    PcapngReader(CaptureFile file) throws CaptureException {
        super(file);
        openSection();
    }

    @Override
    boolean advance() throws CaptureException {
        while (position < file.sizeBytes()) {
            long block = position;
            need(block, MIN_BLOCK_BYTES);
            if (file.magic(block) == TYPE_SECTION) {
                openSection();
                continue;
            }
            int type = (int) file.u32(block);
            long length = blockLength(block, minBytes(type));
            position = block + length;
            switch (type) {
                case TYPE_INTERFACE -> addInterface(block, length);
                case TYPE_ENHANCED -> {
                    enhanced(block, length);
                    return true;
                }
                case TYPE_SIMPLE -> {
                    simple(block, length);
                    return true;
                }
                default -> {
                    // Statistics, name resolution, custom blocks: nothing a replay needs.
                }
            }
        }
        return false;
    }

    private static int minBytes(int type) {
        return switch (type) {
            case TYPE_INTERFACE -> INTERFACE_MIN_BYTES;
            case TYPE_ENHANCED -> ENHANCED_MIN_BYTES;
            case TYPE_SIMPLE -> SIMPLE_MIN_BYTES;
            default -> MIN_BLOCK_BYTES;
        };
    }

    private void openSection() throws CaptureException {
        long block = position;
        need(block, SECTION_MIN_BYTES);
        int magic = file.magic(block + SECTION_MAGIC);
        if (magic != ORDER_MAGIC && magic != Integer.reverseBytes(ORDER_MAGIC)) {
            throw file.fault(block + SECTION_MAGIC,
                    "0x" + String.format("%08x", magic) + " is not the byte-order magic of a pcapng section", DAMAGED);
        }
        file.order(magic == ORDER_MAGIC);
        int major = file.u16(block + SECTION_MAJOR);
        if (major != 1) {
            throw file.fault(block + SECTION_MAJOR, "pcapng version " + major + " is not 1",
                    "convert it with: editcap -F pcapng");
        }
        position = block + blockLength(block, SECTION_MIN_BYTES);
        interfaces.clear();
    }

    private void need(long block, int bytes) throws CaptureException {
        long left = file.sizeBytes() - block;
        if (left < bytes) {
            throw file.fault(block, "a block ends after " + left + " of at least " + bytes + " bytes", CUT_OFF);
        }
    }

    private long blockLength(long block, int minBytes) throws CaptureException {
        long length = file.u32(block + 4);
        if (length < minBytes || length % 4 != 0) {
            throw file.fault(block + 4,
                    "block length " + length + " is not a multiple of 4 of at least " + minBytes, DAMAGED);
        }
        long left = file.sizeBytes() - block;
        if (length > left) {
            throw file.fault(block, "a block claims " + length + " bytes where " + left + " are left", CUT_OFF);
        }
        long trailing = file.u32(block + length - 4);
        if (trailing != length) {
            throw file.fault(block + length - 4, "trailing block length " + trailing + " differs from the leading "
                    + length, DAMAGED);
        }
        return length;
    }

    private void addInterface(long block, long length) throws CaptureException {
        if (interfaces.size() == MAX_INTERFACES) {
            throw file.fault(block, "more than the limit of " + MAX_INTERFACES + " interfaces in one section", DAMAGED);
        }
        interfaces.add(PcapngInterface.read(file, block, length));
    }

    private PcapngInterface source(long block, long id) throws CaptureException {
        if (id >= interfaces.size()) {
            throw file.fault(block, "a packet names interface " + id + " of " + interfaces.size(), DAMAGED);
        }
        PcapngInterface source = interfaces.get((int) id);
        if (source.linkType() != LinkType.ETHERNET) {
            throw file.fault(block, LinkType.found(source.linkType()), LinkType.remedy());
        }
        port = (int) id;
        return source;
    }

    private void enhanced(long block, long length) throws CaptureException {
        PcapngInterface source = source(block, file.u32(block + ENHANCED_INTERFACE));
        int captured = bounded(block, file.u32(block + ENHANCED_CAPTURED), length - ENHANCED_MIN_BYTES);
        lengths(captured, file.u32(block + ENHANCED_ORIGINAL));
        long ticks = file.u32(block + ENHANCED_TIME_HIGH) << 32 | file.u32(block + ENHANCED_TIME_LOW);
        timestampNs = source.unit().toNs(ticks);
        dataOffset = block + ENHANCED_DATA;
    }

    private void simple(long block, long length) throws CaptureException {
        PcapngInterface source = source(block, 0);
        long original = file.u32(block + SIMPLE_ORIGINAL);
        long snaplen = source.snaplenBytes() == 0 ? original : source.snaplenBytes();
        lengths(bounded(block, Math.min(original, snaplen), length - SIMPLE_MIN_BYTES), original);
        // The block has no timestamp.
        timestampNs = 0;
        dataOffset = block + SIMPLE_DATA;
    }
}
