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
 * Bytes are named by their sequence number. The ring is borrowed from the host at the first byte and given back with
 * the last one. Bounded by its capacity, a power of two; what does not fit is left to the caller, and so is everything
 * if the host has no ring left. One thread at a time.
 */
@SuppressWarnings("NullAway") // the ring is there while bytes are
final class SendBuffer {
    private final int capacityBytes;
    private final int mask;
    private final BufferPool<byte[]> pool;
    /** Borrowed while there are bytes; null otherwise. */
    private byte @Nullable [] ring;
    private int start;
    private int end;
    /**
     * The number of the byte at the front of the ring. Moved whenever the buffer is empty, so that requests and answers
     * which take turns stay in a few cache lines instead of going through the whole ring.
     */
    private int front;

    SendBuffer(int capacityBytes, BufferPool<byte[]> pool) {
        this.capacityBytes = capacityBytes;
        this.pool = pool;
        mask = capacityBytes - 1;
    }

    /** Forgets all bytes; the next one written has this number. */
    void reset(int sequence) {
        giveBack();
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
        if (taken > 0 && !hasRing()) {
            return 0;
        }
        if (taken > 0) {
            int at = next();
            int first = Math.min(taken, capacityBytes - at);
            System.arraycopy(from, offset, ring, at, first);
            System.arraycopy(from, offset + first, ring, 0, taken - first);
            end += taken;
        }
        return taken;
    }

    /** Appends as much as fits, and returns how much that is. */
    int write(MemorySegment from, long offset, int length) {
        int taken = Math.min(length, freeBytes());
        if (taken > 0 && !hasRing()) {
            return 0;
        }
        if (taken > 0) {
            int at = next();
            int first = Math.min(taken, capacityBytes - at);
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, ring, at, first);
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset + first, ring, 0, taken - first);
            end += taken;
        }
        return taken;
    }

    /** Appends as much as fits, and returns how much that is. */
    int write(Frame from, int offset, int length) {
        int taken = Math.min(length, freeBytes());
        if (taken > 0 && !hasRing()) {
            return 0;
        }
        if (taken > 0) {
            int at = next();
            int first = Math.min(taken, capacityBytes - at);
            from.get(offset, ring, at, first);
            if (first < taken) {
                from.get(offset + first, ring, 0, taken - first);
            }
            end += taken;
        }
        return taken;
    }

    private boolean hasRing() {
        if (ring == null) {
            ring = pool.borrow();
        }
        return ring != null;
    }

    /** Whether a write takes nothing because the host has lent all its rings. */
    boolean isWithoutRing() {
        return ring == null;
    }

    /** Gives the ring back, with bytes that will never be sent: of a connection that is closed. */
    void giveBack() {
        if (ring != null) {
            pool.giveBack(ring);
            ring = null;
        }
    }

    /** Drops the bytes before this number, which the peer has acknowledged. */
    void release(int sequence) {
        if (Sequence.isAfter(sequence, start)) {
            start = Sequence.min(sequence, end);
            if (start == end) {
                giveBack();
            }
        }
    }

    void copy(int sequence, int bytes, Frame to, int offset) {
        if (bytes < 0 || Sequence.isBefore(sequence, start) || Sequence.isAfter(sequence + bytes, end)) {
            throw new IllegalStateException(
                    "bytes are not in the send buffer: sequence=" + sequence + ", bytes=" + bytes
                            + ", start=" + start + ", end=" + end);
        }
        if (bytes == 0) {
            return; // there may be no ring
        }
        int at = place(sequence);
        int first = Math.min(bytes, capacityBytes - at);
        to.set(offset, ring, at, first);
        if (first < bytes) {
            to.set(offset + first, ring, 0, bytes - first);
        }
    }
}
