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
    private final int linkType;
    /** Length of the current record, header included. Written by the reading thread. */
    private int recordBytes;

    PcapReader(CaptureWindow file) throws CaptureException {
        super(file);
        int magic = file.magic(0);
        file.order(magic == MAGIC_MICROS || magic == MAGIC_NANOS);
        nsPerFraction = magic == MAGIC_NANOS || magic == Integer.reverseBytes(MAGIC_NANOS) ? 1 : 1000;
        if (!file.await(HEADER_BYTES)) {
            throw file.fault(file.availableBytes(), "the file header ends after " + file.availableBytes() + " of "
                    + HEADER_BYTES + " bytes", CUT_OFF);
        }
        if (file.u16(4) != VERSION_MAJOR) {
            throw file.fault(4, "pcap version " + file.u16(4) + "." + file.u16(6) + " is not 2.4",
                    "convert it with: editcap -F pcapng");
        }
        linkType = (int) file.u32(20) & 0xffff;
        if (!LinkType.isRead(linkType)) {
            throw file.fault(20, LinkType.found(linkType), LinkType.remedy());
        }
        file.consume(HEADER_BYTES);
    }

    static boolean knows(int magic) {
        return magic == MAGIC_MICROS || magic == MAGIC_NANOS || magic == Integer.reverseBytes(MAGIC_MICROS)
                || magic == Integer.reverseBytes(MAGIC_NANOS);
    }

    @Override
    Step advance() throws CaptureException {
        while (true) {
            file.consume(recordBytes);
            recordBytes = 0;
            if (!file.fill(RECORD_HEADER_BYTES)) {
                return missingHeader();
            }
            int captured = bounded(file.u32(8));
            if (!file.fill(RECORD_HEADER_BYTES + captured)) {
                if (file.isEnded()) {
                    throw tooFew(captured, file.availableBytes() - RECORD_HEADER_BYTES);
                }
                return Step.LATER;
            }
            recordBytes = RECORD_HEADER_BYTES + captured;
            timestampNs = file.u32(0) * 1_000_000_000L + file.u32(4) * nsPerFraction;
            if (take(RECORD_HEADER_BYTES, captured, file.u32(12), linkType)) {
                return Step.RECORD;
            }
        }
    }

    private Step missingHeader() throws CaptureException {
        if (!file.isEnded()) {
            return Step.LATER;
        }
        if (file.availableBytes() == 0) {
            return Step.END;
        }
        throw file.fault(0, "a record header ends after " + file.availableBytes() + " of " + RECORD_HEADER_BYTES
                + " bytes", CUT_OFF);
    }
}
