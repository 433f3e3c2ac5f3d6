package io.creel.net.afpacket;

/**
 * Numbers and layouts of AF_PACKET with rings of version 2 ({@code linux/if_packet.h}), in the byte order of the
 * machine.
 *
 * <pre>
 *   struct tpacket2_hdr, at the start of every frame of a ring
 *    0        4        8        12   14   16       20       24    26    28   32
 *   +--------+--------+--------+----+----+--------+--------+-----+-----+----+
 *   | status | length |snaplen |mac |net |seconds | nanos  | tci |tpid |    |
 *   +--------+--------+--------+----+----+--------+--------+-----+-----+----+
 *   received bytes start at "mac"; bytes to send start behind this header
 *
 *   struct tpacket_req: block bytes, blocks, frame bytes, frames; 32 bits each
 *
 *   struct sockaddr_ll
 *    0       2          4            8                               20
 *   +-------+----------+------------+-------------------------------+
 *   |family |protocol, | interface  |          not used here        |
 *   |       |big-endian|            |                               |
 *   +-------+----------+------------+-------------------------------+
 * </pre>
 */
final class TpacketDescriptor {
    static final int SOL_PACKET = 263;
    static final int RX_RING = 5;
    static final int STATISTICS = 6;
    static final int VERSION = 10;
    static final int TX_RING = 13;
    static final int LOSS = 14;
    static final int QDISC_BYPASS = 20;
    static final int IGNORE_OUTGOING = 23;

    static final int VERSION_2 = 1;
    static final int ALL_PROTOCOLS = 3;

    static final int STATUS = 0;
    static final int LENGTH = 4;
    static final int SNAPLEN = 8;
    static final int MAC_OFFSET = 12;
    static final int SECONDS = 16;
    static final int NANOSECONDS = 20;
    static final int VLAN_CONTROL = 24;
    static final int VLAN_TYPE = 26;
    static final int HEADER_BYTES = 32;

    /** The status of a frame that the kernel owns; the driver writes it to return a receive frame. */
    static final int KERNEL = 0;
    static final int USER = 1;
    /** A status bit: the sender left the transport checksum to its hardware, and no hardware has finished it. */
    static final int CHECKSUM_NOT_READY = 1 << 3;
    static final int VLAN_VALID = 1 << 4;
    static final int VLAN_TYPE_VALID = 1 << 6;

    static final int AVAILABLE = 0;
    static final int SEND_REQUEST = 1;
    static final int WRONG_FORMAT = 1 << 2;

    static final int REQUEST_BYTES = 16;
    static final int ADDRESS_BYTES = 20;
    /** Length of the statistics: packets and drops since the last question; 32 bits each. */
    static final int STATISTICS_BYTES = 8;

    private TpacketDescriptor() {
    }
}
