package io.creel.ip.tcp;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Received bytes in order that the user has not taken: ranges of frames, which this queue owns. Bounded by its number
 * of frames, whose places are borrowed while there is a frame. One thread at a time; every operation is O(1).
 */
@SuppressWarnings("NullAway") // a free slot holds null; the count says which are free
final class ReceiveQueue {
    private final BufferPool<FrameSlots> pool;
    private final HeldFrames held;
    /** Borrowed while there is a frame; null otherwise. */
    private @Nullable FrameSlots slots;
    /** Of the slots. */
    @Owned
    private Packet @Nullable [] packets;
    private int head;
    private int count;
    private int bytes;

    ReceiveQueue(BufferPool<FrameSlots> pool, HeldFrames held) {
        this.pool = pool;
        this.held = held;
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
        if (slots == null) {
            slots = pool.borrow();
            packets = slots.packets;
            head = 0;
        }
        int at = (head + count) % packets.length;
        packets[at] = packet;
        slots.offsets[at] = offset;
        slots.lengths[at] = length;
        count++;
        held.add(1);
        bytes += length;
    }

    Packet packet() {
        return packets[head];
    }

    int offset() {
        return slots.offsets[head];
    }

    int length() {
        return count == 0 ? 0 : slots.lengths[head];
    }

    /** Gives the first frame away. */
    @Acquires
    Packet take() {
        Packet packet = packets[head];
        bytes -= slots.lengths[head];
        packets[head] = null;
        head = (head + 1) % packets.length;
        held.add(-1);
        if (--count == 0) {
            pool.giveBack(slots);
            slots = null;
            packets = null;
        }
        return packet;
    }

    /** Copies bytes out and releases the frames that are used up. */
    int read(byte[] to, int offset, int length) {
        int done = 0;
        while (done < length && count > 0) {
            int part = Math.min(length - done, slots.lengths[head]);
            packets[head].get(slots.offsets[head], to, offset + done, part);
            done += part;
            if (part == slots.lengths[head]) {
                take().release();
            } else {
                slots.offsets[head] += part;
                slots.lengths[head] -= part;
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
            int part = Math.min(length - done, slots.lengths[at]);
            packets[at].get(slots.offsets[at], to, offset + done, part);
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

    /** The places of the frames. */
    static final class FrameSlots {
        private final Packet[] packets;
        private final int[] offsets;
        private final int[] lengths;

        FrameSlots(int capacity) {
            packets = new Packet[capacity];
            offsets = new int[capacity];
            lengths = new int[capacity];
        }
    }
}
