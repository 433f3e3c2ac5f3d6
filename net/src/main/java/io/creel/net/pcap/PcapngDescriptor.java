package io.creel.net.pcap;

/**
 * Layout of the pcapng blocks that are read and written (draft-ietf-opsawg-pcapng, sections 3 and 4).
 *
 * <pre>
 *   Every block             Section header      Interface           Enhanced packet     Simple packet
 *   0  type                 8  order magic      8  link type, 0     8  interface        8  original length
 *   4  length, all of it    12 major, minor     12 snaplen          12 time high, low   12 data, padded
 *   8  body                 16 section length   16 options          20 captured length
 *   -4 length again         24 options                              24 original length
 *                                                                   28 data, padded; options
 * </pre>
 */
final class PcapngDescriptor {
    static final int TYPE_SECTION = 0x0a0d0d0a;
    static final int TYPE_INTERFACE = 1;
    /** The packet block that preceded the enhanced packet block; some programs still write it. */
    static final int TYPE_PACKET = 2;
    static final int TYPE_SIMPLE = 3;
    static final int TYPE_ENHANCED = 6;

    static final int MIN_BLOCK_BYTES = 12;
    static final int ORDER_MAGIC = 0x1a2b3c4d;

    static final int SECTION_MAGIC = 8;
    static final int SECTION_MAJOR = 12;
    static final int SECTION_MIN_BYTES = 28;

    static final int INTERFACE_LINK_TYPE = 8;
    static final int INTERFACE_SNAPLEN = 12;
    static final int INTERFACE_OPTIONS = 16;
    static final int INTERFACE_MIN_BYTES = 20;

    /**
     * Offset of the interface in a packet block: 16 bits, then a count of drops; the rest is as in an enhanced packet
     * block.
     */
    static final int PACKET_INTERFACE = 8;

    static final int ENHANCED_INTERFACE = 8;
    static final int ENHANCED_TIME_HIGH = 12;
    static final int ENHANCED_TIME_LOW = 16;
    static final int ENHANCED_CAPTURED = 20;
    static final int ENHANCED_ORIGINAL = 24;
    static final int ENHANCED_DATA = 28;
    static final int ENHANCED_MIN_BYTES = 32;

    static final int SIMPLE_ORIGINAL = 8;
    static final int SIMPLE_DATA = 12;
    static final int SIMPLE_MIN_BYTES = 16;

    static final int OPTION_END = 0;
    static final int OPTION_TIME_RESOLUTION = 9;
    static final int OPTION_TIME_OFFSET = 14;

    /** The largest number of interfaces in one section. */
    static final int MAX_INTERFACES = 4096;

    private PcapngDescriptor() {
    }

    /** Rounds up to the next multiple of four. */
    static long padded(long bytes) {
        return bytes + 3 & ~3L;
    }
}
