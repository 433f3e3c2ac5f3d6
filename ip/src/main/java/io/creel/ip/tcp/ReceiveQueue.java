package io.creel.ip.tcp;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Received bytes in order that the user has not taken: ranges of frames, which this queue owns. Bounded by its number
 * of frames; one thread at a time; every operation is O(1) and allocates nothing.
 */
@SuppressWarnings("NullAway") // a free slot holds null; the count says which are free
final class ReceiveQueue {
    @Owned
    private final Packet[] packets;
    private final int[] offsets;
    private final int[] lengths;
    private int head;
    private int count;
    private int bytes;

    ReceiveQueue(int capacity) {
        packets = new Packet[capacity];
        offsets = new int[capacity];
        lengths = new int[capacity];
    }

    int bytes() {
        return bytes;
    }

    int frames() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void append(@Transfers @Nullable Packet packet, int offset, int length) {
        int at = (head + count) % packets.length;
        packets[at] = packet;
        offsets[at] = offset;
        lengths[at] = length;
        count++;
        bytes += length;
    }

    Packet packet() {
        return packets[head];
    }

    int offset() {
        return offsets[head];
    }

    int length() {
        return count == 0 ? 0 : lengths[head];
    }

    /** Gives the first frame away. */
    @Acquires
    Packet take() {
        Packet packet = packets[head];
        bytes -= lengths[head];
        packets[head] = null;
        head = (head + 1) % packets.length;
        count--;
        return packet;
    }

    /** Copies bytes out and releases the frames that are used up. */
    int read(byte[] to, int offset, int length) {
        int done = 0;
        while (done < length && count > 0) {
            int part = Math.min(length - done, lengths[head]);
            packets[head].get(offsets[head], to, offset + done, part);
            done += part;
            if (part == lengths[head]) {
                take().release();
            } else {
                offsets[head] += part;
                lengths[head] -= part;
                bytes -= part;
            }
        }
        return done;
    }

    /** Copies bytes and leaves them in the queue; O(frames copied). */
    int peek(byte[] to, int offset, int length) {
        int done = 0;
        for (int i = 0; i < count && done < length; i++) {
            int at = (head + i) % packets.length;
            int part = Math.min(length - done, lengths[at]);
            packets[at].get(offsets[at], to, offset + done, part);
            done += part;
        }
        return done;
    }

    /** Releases everything, and returns the number of bytes that were not read. */
    int clear() {
        int unread = bytes;
        while (count > 0) {
            take().release();
        }
        return unread;
    }
}
