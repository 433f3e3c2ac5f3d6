package io.creel.net.afpacket;

import java.nio.ByteOrder;

/**
 * Layout of the receive ring of version 3 ({@code linux/if_packet.h}), in the byte order of the machine: blocks, each
 * with a chain of frames.
 *
 * <pre>
 *   struct tpacket_block_desc
 *    0        4        8        12       16       20       24
 *   +--------+--------+--------+--------+--------+--------+---------------
 *   |version |private | status | frames | first  | length | number, times
 *   +--------+--------+--------+--------+--------+--------+---------------
 *
 *   struct tpacket3_hdr, at "first" and then "next" bytes further each time
 *    0      4       8      12      16     20     24    26    28    32    36    38     48
 *   +------+-------+------+-------+------+------+-----+-----+-----+-----+-----+------+-----------------
 *   | next |seconds|nanos |snaplen|length|status| mac | net |hash | tci |tpid |      | struct sockaddr_ll
 *   +------+-------+------+-------+------+------+-----+-----+-----+-----+-----+------+-----------------
 *
 *   struct tpacket_req3: block bytes, blocks, frame bytes, frames, retire ms, private bytes, features; 32 bits each
 *   struct packet_mreq: interface (32 bits), type, address bytes (16 each), address (64)
 *   struct sock_fprog: instructions (16 bits), and at 8 their address
 *   struct sock_filter: code (16), jumps (8 each), k (32)
 * </pre>
 */
final class BlockDescriptor {
    static final int VERSION_3 = 2;
    static final int ADD_MEMBERSHIP = 1;
    static final int PROMISCUOUS = 1;

    static final int STATUS = 8;
    static final int FRAMES = 12;
    static final int FIRST = 16;

    static final int NEXT = 0;
    static final int SECONDS = 4;
    static final int NANOSECONDS = 8;
    static final int SNAPLEN = 12;
    static final int LENGTH = 16;
    static final int FRAME_STATUS = 20;
    static final int MAC_OFFSET = 24;
    static final int VLAN_CONTROL = 32;
    static final int VLAN_TYPE = 36;
    /**
     * Offset of the packet type in {@code struct sockaddr_ll}: the relation of this host to the receiver of the frame.
     */
    static final int PACKET_TYPE = 48 + 10;
    static final int OUTGOING = 4;

    static final int REQUEST_BYTES = 28;
    static final int MEMBERSHIP_BYTES = 16;
    /**
     * Length of the statistics: packets, drops, and how often the ring was full since the last question; 32 bits each.
     */
    static final int STATISTICS_BYTES = 12;

    /** The socket option that attaches a filter, at level SOL_SOCKET. */
    static final int ATTACH_FILTER = 26;
    static final int PROGRAM_BYTES = 16;
    static final int PROGRAM_CODE = 8;
    static final int INSTRUCTION_BYTES = 8;
    /** The instruction BPF_RET | BPF_K, 0: the first field is the code, and all other fields are zero. */
    static final long RETURN_NOTHING = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 6 : 6L << 48;

    private BlockDescriptor() {
    }
}
