package io.creel.ip.fragment;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Ipv4Descriptor;
import io.creel.net.wire.Ipv6Descriptor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One datagram in pieces. Data is kept at its place in one large packet; a bit per eight bytes says what has come, so
 * that an overlap is seen at once (in place of the holes of RFC 815).
 */
@SuppressWarnings("NullAway") // a datagram that is in use has its buffer
final class PartialDatagram {
    /** In front of the data: link header, and the headers of the first fragment. */
    static final int HEAD_ROOM_BYTES = EthernetDescriptor.HEADER_BYTES + 160;

    private static final int BLOCKS = 8192;

    private final long[] came = new long[BLOCKS / 64];
    private boolean used;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int identification;
    private int protocol;
    /** Null once the datagram is given up: what still comes of it is dropped until its time is up. */
    @Owned
    private @Nullable Packet buffer;
    private int blocks;
    private int fragments;
    private int totalBytes;
    private int headBytes;
    /** Of the data of the first fragment. */
    private int firstBytes;
    private int nextHeaderAt;
    private long deadlineNs;

    boolean isUsed() {
        return used;
    }

    boolean isGivenUp() {
        return buffer == null;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    boolean isOf(Fragment fragment) {
        return used && identification == fragment.identification && protocol == fragment.protocol
                && isFrom(fragment) && destinationLow == fragment.destinationLow
                && destinationHigh == fragment.destinationHigh;
    }

    boolean isFrom(Fragment fragment) {
        return used && sourceLow == fragment.sourceLow && sourceHigh == fragment.sourceHigh;
    }

    void begin(Fragment fragment, @Transfers Packet store, long endNs) {
        used = true;
        sourceHigh = fragment.sourceHigh;
        sourceLow = fragment.sourceLow;
        destinationHigh = fragment.destinationHigh;
        destinationLow = fragment.destinationLow;
        identification = fragment.identification;
        protocol = fragment.protocol;
        if (buffer != null) {
            buffer.release(); // one that is free has none
        }
        buffer = store;
        buffer.resize(buffer.capacityBytes());
        blocks = 0;
        fragments = 0;
        totalBytes = -1;
        headBytes = 0;
        deadlineNs = endNs;
        Arrays.fill(came, 0);
    }

    /** How many of the blocks of a fragment have come: none, some, or all. */
    int overlap(Fragment fragment) {
        int count = 0;
        int first = fragment.offsetBytes >>> 3;
        int last = fragment.offsetBytes + fragment.dataBytes + 7 >>> 3;
        for (int block = first; block < last; block++) {
            count += (int) (came[block >>> 6] >>> block & 1);
        }
        return count;
    }

    /** Whether the bytes of a fragment are those that have come already. */
    boolean holds(Packet packet, Fragment fragment) {
        int at = HEAD_ROOM_BYTES + fragment.offsetBytes;
        for (int i = 0; i < fragment.dataBytes; i++) {
            if (buffer.get8(at + i) != packet.get8(fragment.dataAt + i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the end that a fragment says or needs contradicts what is known. */
    boolean contradictsEnd(Fragment fragment) {
        int end = fragment.offsetBytes + fragment.dataBytes;
        if (fragment.more) {
            return totalBytes >= 0 && end > totalBytes;
        }
        return totalBytes >= 0 ? end != totalBytes : end < endOfWhatCame();
    }

    /** Asked before the last fragment has come, so every block that came is whole. */
    private int endOfWhatCame() {
        for (int i = came.length - 1; i >= 0; i--) {
            if (came[i] != 0) {
                return (i << 6) + 64 - Long.numberOfLeadingZeros(came[i]) << 3;
            }
        }
        return 0;
    }

    /** Stores a fragment that does not overlap. Returns how many have come. */
    int store(Packet packet, Fragment fragment) {
        buffer.copyFrom(packet, fragment.dataAt, HEAD_ROOM_BYTES + fragment.offsetBytes, fragment.dataBytes);
        int first = fragment.offsetBytes >>> 3;
        int last = fragment.offsetBytes + fragment.dataBytes + 7 >>> 3;
        for (int block = first; block < last; block++) {
            came[block >>> 6] |= 1L << block;
        }
        blocks += last - first;
        if (!fragment.more) {
            totalBytes = fragment.offsetBytes + fragment.dataBytes;
        }
        if (fragment.offsetBytes == 0) {
            headBytes = fragment.headBytes;
            firstBytes = fragment.dataBytes;
            nextHeaderAt = fragment.nextHeaderAt;
            int head = HEAD_ROOM_BYTES - headBytes;
            buffer.copyFrom(packet, 0, head, headBytes);
            if (nextHeaderAt >= 0) {
                buffer.set8(head + nextHeaderAt, fragment.nextHeader);
            }
        }
        return ++fragments;
    }

    boolean isComplete() {
        return totalBytes >= 0 && headBytes > 0 && blocks == totalBytes + 7 >>> 3;
    }

    /** Whether the first fragment has come, whose start an ICMP error quotes. */
    boolean hasHead() {
        return buffer != null && headBytes > 0;
    }

    /** The whole frame, owned by the caller; this is free again. */
    @Acquires
    Packet finish() {
        Packet whole = take(totalBytes);
        int network = EthernetDescriptor.HEADER_BYTES;
        if (nextHeaderAt < 0) {
            whole.set16(network + Ipv4Descriptor.TOTAL_LENGTH, headBytes - network + totalBytes);
            whole.set16(network + Ipv4Descriptor.FRAGMENT, 0);
            Checksums.fillIpv4(whole, network);
        }
        return whole;
    }

    /** The first fragment, owned by the caller; this is free again. */
    @Acquires
    Packet takeFirst() {
        return take(firstBytes);
    }

    @Acquires
    private Packet take(int bytes) {
        Packet head = buffer;
        head.resize(HEAD_ROOM_BYTES + bytes);
        head.advance(HEAD_ROOM_BYTES - headBytes);
        if (nextHeaderAt >= 0) {
            // The fragment header is not there any more.
            head.set16(EthernetDescriptor.HEADER_BYTES + Ipv6Descriptor.PAYLOAD_LENGTH,
                    headBytes - EthernetDescriptor.HEADER_BYTES - Ipv6Descriptor.HEADER_BYTES + bytes);
        }
        buffer = null;
        used = false;
        return head;
    }

    /** Gives the data up. The name stays, so that later fragments are known. */
    void giveUp() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }

    void free() {
        giveUp();
        used = false;
    }
}
