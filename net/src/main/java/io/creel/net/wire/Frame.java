package io.creel.net.wire;

import io.creel.core.OwnedArgument;
import io.creel.core.spec.Borrowed;
import io.creel.net.internal.Memory;

/**
 * A window over bytes in off-heap memory, read and written in network byte order.
 *
 * <p>
 * One comparison checks every access against the window. A frame that is not owned has an empty window, so the same
 * comparison also catches a use after release; only the failing path finds out which of the two it was.
 *
 * <p>
 * Threads: one owner, one thread at a time. Each access is O(1) and allocates nothing.
 */
@Borrowed
public abstract class Frame extends OwnedArgument {
    /**
     * A mask that changes no valid address. It tells the JIT that an access within the frame also passes the bounds
     * check of {@link Memory}.
     */
    private static final long ANY_ADDRESS = Long.MAX_VALUE >>> 1;

    private long address;
    private int lengthBytes;
    private int originalLengthBytes;

    /** Makes a frame with an empty window. */
    protected Frame() {
    }

    /**
     * Throws if the frame may not be accessed at all. Called for an access that the window refuses; a normal return
     * means that only the bounds are wrong.
     *
     * @param offset in bytes from the start of the frame
     * @param sizeBytes the length of the access
     */
    protected abstract void checkAccess(int offset, int sizeBytes);

    /**
     * Moves the window. An empty window refuses every access.
     *
     * @param newAddress where the window starts
     * @param newLengthBytes the length of the window; 0 closes it
     * @param newOriginalLengthBytes the length of the frame on the wire, at least that of the window
     */
    protected final void window(long newAddress, int newLengthBytes, int newOriginalLengthBytes) {
        address = newAddress;
        lengthBytes = newLengthBytes;
        originalLengthBytes = newOriginalLengthBytes;
    }

    /** {@return where the window starts, also while it is closed; for the owner of the memory} */
    protected final long windowAddress() {
        return address;
    }

    /** {@return the length of the window, without a check of the frame's owner} */
    protected final int windowBytes() {
        return lengthBytes;
    }

    /** {@return the original length, also while the window is closed; for the owner of the memory} */
    protected final int windowOriginalBytes() {
        return originalLengthBytes;
    }

    /** {@return how many bytes of the frame are present: the captured bytes, without those that a snaplen cut off} */
    public final int lengthBytes() {
        int length = lengthBytes;
        if (length == 0) {
            checkAccess(0, 0);
        }
        return length;
    }

    /** {@return how many bytes the frame had on the wire; at least {@link #lengthBytes()}} */
    public final int originalLengthBytes() {
        if (lengthBytes == 0) {
            checkAccess(0, 0);
        }
        return originalLengthBytes;
    }

    /** {@return whether a capture kept only the first {@link #lengthBytes()} bytes} */
    public final boolean isCut() {
        return lengthBytes() < originalLengthBytes;
    }

    /**
     * Reads one unsigned byte.
     *
     * @param offset in bytes from the start of the frame
     * @return the value, 0 to 255
     * @throws IndexOutOfBoundsException if the byte is not within the frame
     */
    public final int get8(int offset) {
        return Memory.get8(at(offset, 1)) & 0xff;
    }

    /**
     * Reads two bytes, unsigned.
     *
     * @param offset in bytes from the start of the frame
     * @return the value, 0 to 65535
     * @throws IndexOutOfBoundsException if the bytes are not all within the frame
     */
    public final int get16(int offset) {
        return Memory.get16(at(offset, 2)) & 0xffff;
    }

    /**
     * Reads four bytes.
     *
     * @param offset in bytes from the start of the frame
     * @return the 32 bits; as an unsigned number, {@code value & 0xffffffffL}
     * @throws IndexOutOfBoundsException if the bytes are not all within the frame
     */
    public final int get32(int offset) {
        return Memory.get32(at(offset, 4));
    }

    /**
     * Reads eight bytes.
     *
     * @param offset in bytes from the start of the frame
     * @return the 64 bits
     * @throws IndexOutOfBoundsException if the bytes are not all within the frame
     */
    public final long get64(int offset) {
        return Memory.get64(at(offset, 8));
    }

    /**
     * Writes one byte.
     *
     * @param offset in bytes from the start of the frame
     * @param value only its low 8 bits are written
     * @throws IndexOutOfBoundsException if the bytes are not all within the frame
     */
    public final void set8(int offset, int value) {
        Memory.set8(at(offset, 1), (byte) value);
    }

    /**
     * Writes two bytes.
     *
     * @param offset in bytes from the start of the frame
     * @param value only its low 16 bits are written
     * @throws IndexOutOfBoundsException if the bytes are not all within the frame
     */
    public final void set16(int offset, int value) {
        Memory.set16(at(offset, 2), (short) value);
    }

    /**
     * Writes four bytes.
     *
     * @param offset in bytes from the start of the frame
     * @param value all 32 bits are written
     * @throws IndexOutOfBoundsException if the bytes are not all within the frame
     */
    public final void set32(int offset, int value) {
        Memory.set32(at(offset, 4), value);
    }

    /**
     * Writes eight bytes.
     *
     * @param offset in bytes from the start of the frame
     * @param value all 64 bits are written
     * @throws IndexOutOfBoundsException if the bytes are not all within the frame
     */
    public final void set64(int offset, long value) {
        Memory.set64(at(offset, 8), value);
    }

    /**
     * Copies bytes out of the frame.
     *
     * @param offset in bytes from the start of the frame
     * @param to the destination
     * @param toOffset the first index in the destination
     * @param sizeBytes how many bytes to copy
     * @throws IndexOutOfBoundsException if either side is too short
     */
    public final void get(int offset, byte[] to, int toOffset, int sizeBytes) {
        Memory.copy(at(offset, sizeBytes), to, toOffset, sizeBytes);
    }

    /**
     * Copies bytes into the frame.
     *
     * @param offset in bytes from the start of the frame
     * @param from the source
     * @param fromOffset the first index in the source
     * @param sizeBytes how many bytes to copy
     * @throws IndexOutOfBoundsException if either side is too short
     */
    public final void set(int offset, byte[] from, int fromOffset, int sizeBytes) {
        Memory.copy(from, fromOffset, at(offset, sizeBytes), sizeBytes);
    }

    /**
     * Checks a range and returns its absolute address. This is the only way from an offset to memory.
     *
     * @param offset in bytes from the start of the frame
     * @param sizeBytes the length of the range
     * @return the address of the first byte
     * @throws IndexOutOfBoundsException if the range is not all within the frame
     */
    protected final long at(int offset, int sizeBytes) {
        // The subtraction on this side cannot overflow, because both terms are non-negative.
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
