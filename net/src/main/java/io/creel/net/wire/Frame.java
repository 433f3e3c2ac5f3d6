package io.creel.net.wire;

import io.creel.core.OwnedArgument;
import io.creel.net.internal.Memory;

/**
 * A window of bytes over off-heap memory, read and written in network byte order.
 *
 * <p>
 * Every access is checked against the window with one comparison; when the frame is not owned its window is empty, so
 * the same comparison also catches use after release, and only the failing path asks which of the two it was.
 *
 * <p>
 * One owner, one thread at a time. Each access is O(1) and allocates nothing.
 */
public abstract class Frame extends OwnedArgument {
    /** Changes no address: it tells the compiler that an access within the frame passes the check of {@link Memory}, too. */
    private static final long ANY_ADDRESS = Long.MAX_VALUE >>> 1;

    private long address;
    private int lengthBytes;
    private int originalLengthBytes;

    /** Starts with an empty window. */
    protected Frame() {
    }

    /** Says what is wrong with an access the window does not allow: returns normally if only the bounds are wrong. */
    protected abstract void checkAccess(int offset, int sizeBytes);

    /** Moves the window. An empty window refuses every access. */
    protected final void window(long newAddress, int newLengthBytes, int newOriginalLengthBytes) {
        address = newAddress;
        lengthBytes = newLengthBytes;
        originalLengthBytes = newOriginalLengthBytes;
    }

    /** Where the window starts, also while it is closed: for the owner of the memory. */
    protected final long windowAddress() {
        return address;
    }

    /** The length whoever owns the frame. */
    protected final int windowBytes() {
        return lengthBytes;
    }

    protected final int windowOriginalBytes() {
        return originalLengthBytes;
    }

    /** The bytes that are there: what was captured, without what a snaplen cut off. */
    public final int lengthBytes() {
        int length = lengthBytes;
        if (length == 0) {
            checkAccess(0, 0);
        }
        return length;
    }

    /** The bytes the frame had on the wire; at least {@link #lengthBytes()}. */
    public final int originalLengthBytes() {
        if (lengthBytes == 0) {
            checkAccess(0, 0);
        }
        return originalLengthBytes;
    }

    /** Whether a capture kept only the first {@link #lengthBytes()} bytes. */
    public final boolean isCut() {
        return lengthBytes() < originalLengthBytes;
    }

    /** One unsigned byte. */
    public final int get8(int offset) {
        return Memory.get8(at(offset, 1)) & 0xff;
    }

    /** Two bytes, unsigned. */
    public final int get16(int offset) {
        return Memory.get16(at(offset, 2)) & 0xffff;
    }

    /** Four bytes; {@code & 0xffffffffL} where they are a number. */
    public final int get32(int offset) {
        return Memory.get32(at(offset, 4));
    }

    /** Eight bytes. */
    public final long get64(int offset) {
        return Memory.get64(at(offset, 8));
    }

    public final void set8(int offset, int value) {
        Memory.set8(at(offset, 1), (byte) value);
    }

    public final void set16(int offset, int value) {
        Memory.set16(at(offset, 2), (short) value);
    }

    public final void set32(int offset, int value) {
        Memory.set32(at(offset, 4), value);
    }

    public final void set64(int offset, long value) {
        Memory.set64(at(offset, 8), value);
    }

    /** Copies bytes out. Throws {@link IndexOutOfBoundsException} where either side is too short. */
    public final void get(int offset, byte[] to, int toOffset, int sizeBytes) {
        Memory.copy(at(offset, sizeBytes), to, toOffset, sizeBytes);
    }

    /** Copies bytes in. Throws {@link IndexOutOfBoundsException} where either side is too short. */
    public final void set(int offset, byte[] from, int fromOffset, int sizeBytes) {
        Memory.copy(from, fromOffset, at(offset, sizeBytes), sizeBytes);
    }

    /** The absolute address of a checked range: the only way from an offset to memory. */
    protected final long at(int offset, int sizeBytes) {
        // Subtracting on this side cannot overflow: both terms are non-negative.
        if (offset < 0 || sizeBytes < 0 || offset > lengthBytes - sizeBytes) {
            throw outside(offset, sizeBytes);
        }
        return (address & ANY_ADDRESS) + offset;
    }

    private IndexOutOfBoundsException outside(int offset, int sizeBytes) {
        checkAccess(offset, sizeBytes);
        return new IndexOutOfBoundsException(
                "access beyond the frame: offset=" + offset + ", sizeBytes=" + sizeBytes + ", lengthBytes="
                        + lengthBytes);
    }
}
