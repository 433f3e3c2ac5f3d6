package io.creel.net.pcap;

/**
 * The classic format (draft-ietf-opsawg-pcap, sections 4 and 5).
 *
 * <pre>
 *   File header, 24 bytes              Record header, 16 bytes
 *   0  magic: order and unit           0  seconds
 *   4  version major, minor            4  micro- or nanoseconds
 *   8  reserved, reserved              8  captured length
 *   16 snaplen                         12 original length
 *   20 link type (low 16 bits)         16 data
 * </pre>
 */
final class PcapReader extends CaptureReader {
    static final int MAGIC_MICROS = 0xa1b2c3d4;
    static final int MAGIC_NANOS = 0xa1b23c4d;
    static final int HEADER_BYTES = 24;
    static final int RECORD_HEADER_BYTES = 16;
    static final int VERSION_MAJOR = 2;
    static final int VERSION_MINOR = 4;

    private final int nsPerFraction;
    private long position = HEADER_BYTES;

    PcapReader(CaptureFile file) throws CaptureException {
        super(file);
        int magic = file.magic(0);
        file.order(magic == MAGIC_MICROS || magic == MAGIC_NANOS);
        nsPerFraction = magic == MAGIC_NANOS || magic == Integer.reverseBytes(MAGIC_NANOS) ? 1 : 1000;
        if (file.sizeBytes() < HEADER_BYTES) {
            throw file.fault(file.sizeBytes(), "the file header ends after " + file.sizeBytes() + " of " + HEADER_BYTES
                    + " bytes", CUT_OFF);
        }
        if (file.u16(4) != VERSION_MAJOR) {
            throw file.fault(4, "pcap version " + file.u16(4) + "." + file.u16(6) + " is not 2.4",
                    "convert it with: editcap -F pcapng");
        }
        int linkType = (int) file.u32(20) & 0xffff;
        if (linkType != LinkType.ETHERNET) {
            throw file.fault(20, LinkType.found(linkType), LinkType.remedy());
        }
    }

    static boolean knows(int magic) {
        return magic == MAGIC_MICROS || magic == MAGIC_NANOS || magic == Integer.reverseBytes(MAGIC_MICROS)
                || magic == Integer.reverseBytes(MAGIC_NANOS);
    }

    @Override
    boolean advance() throws CaptureException {
        long left = file.sizeBytes() - position;
        if (left == 0) {
            return false;
        }
        if (left < RECORD_HEADER_BYTES) {
            throw file.fault(position, "a record header ends after " + left + " of " + RECORD_HEADER_BYTES + " bytes",
                    CUT_OFF);
        }
        int captured = bounded(position, file.u32(position + 8), left - RECORD_HEADER_BYTES);
        lengths(captured, file.u32(position + 12));
        timestampNs = file.u32(position) * 1_000_000_000L + file.u32(position + 4) * nsPerFraction;
        dataOffset = position + RECORD_HEADER_BYTES;
        position = dataOffset + captured;
        return true;
    }
}
