package io.creel.net.xdp;

/**
 * Numbers and layouts of {@code bpf(2)} ({@code linux/bpf.h}), the machine's byte order.
 *
 * <pre>
 *   one instruction
 *    0      1      2              4                              8
 *   +------+------+--------------+------------------------------+
 *   |opcode|src|dst| offset      | immediate                    |
 *   +------+------+--------------+------------------------------+
 *
 *   BPF_MAP_CREATE    0 type   4 key bytes   8 value bytes   12 entries
 *   BPF_MAP_UPDATE    0 map fd                8 key address  16 value address   24 flags
 *   BPF_PROG_LOAD     0 type   4 instructions 8 address      16 licence address 24 log level
 *                    28 log bytes            32 log address  40 kernel version  44 flags
 *   BPF_LINK_CREATE   0 program fd  4 interface   8 attach type   12 flags
 * </pre>
 */
final class BpfDescriptor {
    static final int MAP_CREATE = 0;
    static final int MAP_UPDATE = 2;
    static final int PROG_LOAD = 5;
    static final int LINK_CREATE = 28;

    static final int MAP_TYPE_XSK = 17;
    static final int PROG_TYPE_XDP = 6;
    static final int PROG_HAS_FRAGS = 1 << 5;
    static final int ATTACH_XDP = 37;
    static final int LINK_GENERIC = 1 << 1;
    static final int LINK_NATIVE = 1 << 2;

    /** Length of the attributes: more than any command here uses; the kernel takes zeroes for absent fields. */
    static final int ATTRIBUTES_BYTES = 128;
    static final int INSTRUCTION_BYTES = 8;

    static final int XDP_PASS = 2;
    static final int CONTEXT_RX_QUEUE = 16;

    /** {@code r2 = *(u32 *) (r1 + offset)}. */
    static final int LOAD_WORD = 0x61;
    /** {@code r1 = map}; takes two instructions. */
    static final int LOAD_IMMEDIATE = 0x18;
    static final int SOURCE_IS_MAP = 1;
    /** {@code r3 = immediate}. */
    static final int MOVE_IMMEDIATE = 0xb7;
    static final int CALL = 0x85;
    static final int HELPER_REDIRECT_MAP = 51;
    static final int EXIT = 0x95;

    private BpfDescriptor() {
    }
}
