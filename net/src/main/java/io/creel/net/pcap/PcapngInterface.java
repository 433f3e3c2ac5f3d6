package io.creel.net.pcap;

import static io.creel.net.pcap.PcapngDescriptor.INTERFACE_LINK_TYPE;
import static io.creel.net.pcap.PcapngDescriptor.INTERFACE_OPTIONS;
import static io.creel.net.pcap.PcapngDescriptor.INTERFACE_SNAPLEN;
import static io.creel.net.pcap.PcapngDescriptor.OPTION_END;
import static io.creel.net.pcap.PcapngDescriptor.OPTION_TIME_OFFSET;
import static io.creel.net.pcap.PcapngDescriptor.OPTION_TIME_RESOLUTION;
import static io.creel.net.pcap.PcapngDescriptor.padded;

/**
 * One interface of a section.
 *
 * @param linkType see {@link LinkType}
 * @param snaplenBytes the longest captured record; 0 means no limit
 * @param unit the unit of its timestamps
 */
record PcapngInterface(int linkType, long snaplenBytes, TimestampUnit unit) {

    /** Reads an interface block whose outer lengths have been checked. */
    static PcapngInterface read(CaptureWindow file, int lengthBytes) throws CaptureException {
        int resolution = TimestampUnit.DEFAULT.resolution();
        long offsetSeconds = 0;
        int end = lengthBytes - 4;
        int option = INTERFACE_OPTIONS;
        while (end - option >= 4 && file.u16(option) != OPTION_END) {
            int code = file.u16(option);
            int size = file.u16(option + 2);
            if (padded(size) > end - option - 4) {
                throw file.fault(option, "option " + code + " claims " + size + " bytes, more than its block has",
                        CaptureReader.DAMAGED);
            }
            if (code == OPTION_TIME_RESOLUTION && size == 1) {
                resolution = file.u8(option + 4);
            } else if (code == OPTION_TIME_OFFSET && size == 8) {
                offsetSeconds = file.s64(option + 4);
            }
            option += 4 + (int) padded(size);
        }
        var unit = new TimestampUnit(resolution, offsetSeconds);
        if (!unit.isUsable()) {
            throw file.fault(0, "timestamp resolution " + resolution + " is finer than 64 bits can count",
                    CaptureReader.DAMAGED);
        }
        return new PcapngInterface(file.u16(INTERFACE_LINK_TYPE), file.u32(INTERFACE_SNAPLEN), unit);
    }
}
