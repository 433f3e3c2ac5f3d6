package io.creel.net.pcap;

import io.creel.net.Packet;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;

/**
 * The header in front of the network layer in a record, and the Ethernet header that takes its place. One object is
 * used for many records, one after the other.
 *
 * <pre>
 *   BSD loopback   Linux cooked, 16 bytes            Linux cooked 2, 20 bytes
 *   0 family       0  direction                      0  protocol
 *   4 packet       2  kind of device                 2  reserved
 *                  4  length of the address          4  interface
 *                  6  address of the sender          8  kind of device
 *                  14 protocol                       10 direction
 *                  16 packet                         11 length of the address
 *                                                    12 address of the sender
 *                                                    20 packet
 * </pre>
 *
 * Raw IP has no header. These formats do not record the receiver, so its address is zero; an unknown sender's is zero,
 * too.
 */
final class LinkHeader {
    private static final int FAMILY_BYTES = 4;
    private static final int COOKED_BYTES = 16;
    private static final int COOKED_2_BYTES = 20;
    /** A kind of device whose "protocol" is no EtherType. */
    private static final int DEVICE_NETLINK = 824;

    /** Length of the header in the record. Written by {@link #read}. */
    private int foundBytes;
    /** Length of the header in the frame; 0 if both headers are the same. Written by {@link #read}. */
    private int writtenBytes;
    private int etherType;
    private long sender;

    /**
     * Reads the header of the current record.
     *
     * @param offset where the data of the record start
     * @param capturedBytes the length of the data
     * @return {@code false} if the record cannot become an Ethernet frame
     */
    boolean read(CaptureWindow record, int offset, int capturedBytes, int linkType) {
        sender = 0;
        foundBytes = 0;
        writtenBytes = EthernetDescriptor.HEADER_BYTES;
        return switch (linkType) {
            case LinkType.ETHERNET -> {
                writtenBytes = 0;
                yield true;
            }
            case LinkType.IPV4 -> is(EthernetDescriptor.TYPE_IPV4);
            case LinkType.IPV6 -> is(EthernetDescriptor.TYPE_IPV6);
            // The parser reports a wrong version.
            case LinkType.RAW, LinkType.RAW_INSIDE, LinkType.RAW_INSIDE_OPENBSD ->
                is(capturedBytes > 0 && record.u8(offset) >>> 4 == 6
                        ? EthernetDescriptor.TYPE_IPV6
                        : EthernetDescriptor.TYPE_IPV4);
            case LinkType.NULL, LinkType.LOOP -> found(FAMILY_BYTES, capturedBytes) && family(record, offset);
            case LinkType.COOKED -> found(COOKED_BYTES, capturedBytes)
                    && cooked(record, offset + 2, offset + 4, record.network16(offset + 4), offset + 14);
            case LinkType.COOKED_2 -> found(COOKED_2_BYTES, capturedBytes)
                    && cooked(record, offset + 8, offset + 10, record.u8(offset + 11), offset);
            default -> false;
        };
    }

    private boolean is(int type) {
        etherType = type;
        return true;
    }

    private boolean found(int bytes, int capturedBytes) {
        foundBytes = bytes;
        return bytes <= capturedBytes;
    }

    private boolean family(CaptureWindow record, int offset) {
        int family = record.magic(offset);
        // No family needs more than 16 bits, so the upper half shows the byte order.
        return switch (family >>> 16 == 0 ? family : Integer.reverseBytes(family)) {
            case 2 -> is(EthernetDescriptor.TYPE_IPV4);
            // Linux, Windows, NetBSD and OpenBSD, FreeBSD, macOS
            case 10, 23, 24, 28, 30 -> is(EthernetDescriptor.TYPE_IPV6);
            default -> false;
        };
    }

    private boolean cooked(CaptureWindow record, int device, int beforeAddress, int addressBytes, int protocol) {
        if (addressBytes == EthernetDescriptor.ADDRESS_BYTES) {
            sender = (long) record.network16(beforeAddress + 2) << 32
                    | record.magic(beforeAddress + 4) & 0xffff_ffffL;
        }
        etherType = record.network16(protocol);
        return record.network16(device) != DEVICE_NETLINK;
    }

    /** Returns the length of the header in the record. */
    int foundBytes() {
        return foundBytes;
    }

    /** Returns the length of the header in the frame, which {@link #write} writes. */
    int writtenBytes() {
        return writtenBytes;
    }

    /** Writes the Ethernet header, as far as the packet has room for it. */
    void write(Packet packet) {
        if (writtenBytes > 0) {
            Ethernet.destination(packet, 0);
            Ethernet.source(packet, sender);
            Ethernet.etherType(packet, etherType);
        }
    }
}
