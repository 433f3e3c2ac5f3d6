package io.creel.ip.tcp;

import io.creel.net.wire.Frame;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one direction that are not acknowledged yet, sent or not: a ring that keeps each byte until it is
 * acknowledged.
 *
 * <p>
 * Bytes are named by their sequence number. The ring is allocated at the first write and kept for the next connection.
 * Bounded by its capacity, a power of two; what does not fit is left to the caller. One thread at a time; allocates
 * nothing after the first write.
 */
@SuppressWarnings("NullAway") // the ring is there while bytes are
final class SendBuffer {
    private final int capacityBytes;
    private final int mask;
    private byte @Nullable [] ring;
    private int start;
    private int end;
    /**
     * The number of the byte at the front of the ring. Moved whenever the buffer is empty, so that requests and answers
     * which take turns stay in a few cache lines instead of going through the whole ring.
     */
    private int front;

    SendBuffer(int capacityBytes) {
        this.capacityBytes = capacityBytes;
        mask = capacityBytes - 1;
    }

    /** Forgets all bytes; the next one written has this number. */
    void reset(int sequence) {
        start = sequence;
        end = sequence;
        front = sequence;
    }

    /** The place of a byte in the ring. */
    int place(int sequence) {
        return sequence - front & mask;
    }

    /** Where the next byte goes. */
    private int next() {
        if (start == end) {
            front = end;
        }
        return place(end);
    }

    /** The number of the first byte that is kept. */
    int start() {
        return start;
    }

    /** The number after the last byte that was written. */
    int end() {
        return end;
    }

    int bytes() {
        return end - start;
    }

    int freeBytes() {
        return capacityBytes - (end - start);
    }

    int capacityBytes() {
        return capacityBytes;
    }

    /** Appends as much as fits, and returns how much that is. */
    int write(byte[] from, int offset, int length) {
        int taken = Math.min(length, freeBytes());
        if (taken > 0) {
            int at = next();
            int first = Math.min(taken, capacityBytes - at);
            System.arraycopy(from, offset, ring(), at, first);
            System.arraycopy(from, offset + first, ring, 0, taken - first);
            end += taken;
        }
        return taken;
    }

    /** Appends as much as fits, and returns how much that is. */
    int write(MemorySegment from, long offset, int length) {
        int taken = Math.min(length, freeBytes());
        if (taken > 0) {
            int at = next();
            int first = Math.min(taken, capacityBytes - at);
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, ring(), at, first);
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset + first, ring, 0, taken - first);
            end += taken;
        }
        return taken;
    }

    private byte[] ring() {
        if (ring == null) {
            ring = new byte[capacityBytes];
        }
        return ring;
    }

    /** Drops the bytes before this number, which the peer has acknowledged. */
    void release(int sequence) {
        if (Sequence.isAfter(sequence, start)) {
            start = Sequence.min(sequence, end);
        }
    }

    void copy(int sequence, int bytes, Frame to, int offset) {
        if (bytes < 0 || Sequence.isBefore(sequence, start) || Sequence.isAfter(sequence + bytes, end)) {
            throw new IllegalStateException(
                    "bytes are not in the send buffer: sequence=" + sequence + ", bytes=" + bytes
                            + ", start=" + start + ", end=" + end);
        }
        int at = place(sequence);
        int first = Math.min(bytes, capacityBytes - at);
        to.set(offset, ring, at, first);
        if (first < bytes) {
            to.set(offset + first, ring, 0, bytes - first);
        }
    }
}
