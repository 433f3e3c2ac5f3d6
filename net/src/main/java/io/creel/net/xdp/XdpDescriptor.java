package io.creel.net.xdp;

/**
 * Numbers and layouts of AF_XDP ({@code linux/if_xdp.h}), the machine's byte order.
 *
 * <pre>
 *   struct sockaddr_xdp
 *    0       2       4               8               12             16
 *   +-------+-------+---------------+---------------+---------------+
 *   |family | flags | interface     | queue         | shared UMEM fd|
 *   +-------+-------+---------------+---------------+---------------+
 *
 *   struct xdp_umem_reg
 *    0              8              16     20     24     28         32
 *   +--------------+--------------+------+------+------+-----------+
 *   | address      | length       |chunk |head- |flags |TX metadata|
 *   |              |              |size  |room  |      |length     |
 *   +--------------+--------------+------+------+------+-----------+
 *
 *   struct xdp_mmap_offsets: four times (receive, transmit, fill, completion)
 *    0              8              16             24             32
 *   +--------------+--------------+--------------+--------------+
 *   | producer     | consumer     | descriptors  | flags        |
 *   +--------------+--------------+--------------+--------------+
 *
 *   struct xsk_tx_metadata, right in front of a frame to transmit
 *    0              8       10      12             16             24
 *   +--------------+-------+-------+--------------+--------------+
 *   | flags        |start  |offset |              | launch time  |
 *   +--------------+-------+-------+--------------+--------------+
 *
 *   struct xdp_desc, of the receive and the transmit ring; the other two hold addresses alone
 *    0              8       12      16
 *   +--------------+-------+-------+
 *   | address      |length |options|
 *   +--------------+-------+-------+
 * </pre>
 */
final class XdpDescriptor {
    static final int SOL_XDP = 283;
    static final int MMAP_OFFSETS = 1;
    static final int RX_RING = 2;
    static final int TX_RING = 3;
    static final int UMEM_REG = 4;
    static final int FILL_RING = 5;
    static final int COMPLETION_RING = 6;
    static final int STATISTICS = 7;
    static final int OPTIONS = 8;
    static final int MAX_TX_SKB_BUDGET = 9;

    static final long PAGE_RX = 0;
    static final long PAGE_TX = 0x8000_0000L;
    static final long PAGE_FILL = 0x1_0000_0000L;
    static final long PAGE_COMPLETION = 0x1_8000_0000L;

    static final int BIND_SHARED_UMEM = 1;
    static final int BIND_COPY = 2;
    static final int BIND_ZERO_COPY = 4;
    static final int BIND_NEED_WAKEUP = 8;
    static final int BIND_MULTI_BUFFER = 16;

    static final int ADDRESS_BYTES = 16;
    static final int ADDRESS_FLAGS = 2;
    static final int ADDRESS_INTERFACE = 4;
    static final int ADDRESS_QUEUE = 8;
    static final int ADDRESS_SHARED_FD = 12;

    static final int UMEM_BYTES = 32;
    static final int UMEM_LENGTH = 8;
    static final int UMEM_CHUNK_BYTES = 16;
    static final int UMEM_FLAGS = 24;
    static final int UMEM_METADATA_LENGTH = 28;
    /** A flag of the UMEM: in copy mode the kernel itself finishes the requested checksums. */
    static final int UMEM_SOFTWARE_CHECKSUM = 1 << 1;
    static final int UMEM_HAS_METADATA = 1 << 2;

    static final int OFFSETS_BYTES = 128;
    static final int OFFSETS_STRIDE = 32;
    static final int OFFSET_CONSUMER = 8;
    static final int OFFSET_DESCRIPTORS = 16;
    static final int OFFSET_FLAGS = 24;

    static final int RING_NEED_WAKEUP = 1;
    static final int DESCRIPTOR_BYTES = 16;
    static final int DESCRIPTOR_LENGTH = 8;
    static final int DESCRIPTOR_OPTIONS = 12;
    /** An option of a descriptor: the frame continues in the next descriptor. */
    static final int DESCRIPTOR_CONTINUES = 1;
    /** An option of a descriptor: metadata stand in front of the frame. */
    static final int DESCRIPTOR_HAS_METADATA = 1 << 1;

    static final int METADATA_BYTES = 24;
    static final int METADATA_CHECKSUM = 1 << 1;
    static final int METADATA_START = 8;
    static final int METADATA_OFFSET = 10;

    /**
     * Length of the statistics: rx dropped, rx invalid, tx invalid, rx ring full, fill ring empty, tx ring empty; 64
     * bits each.
     */
    static final int STATISTICS_BYTES = 48;
    static final int OPTION_IS_ZERO_COPY = 1;

    /** Room in front of every received frame, for programs that prepend headers. */
    static final int HEADROOM_BYTES = 256;

    private XdpDescriptor() {
    }
}
