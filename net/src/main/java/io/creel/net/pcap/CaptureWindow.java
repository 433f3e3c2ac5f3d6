package io.creel.net.pcap;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The part of a capture that its reader looks at. Offsets count from the first byte that was not consumed yet. The
 * window holds at most {@value #LIMIT_BYTES} bytes, whatever lengths the capture states, and is filled in steps.
 */
final class CaptureWindow implements AutoCloseable {
    /** The longest range that can be looked at as a whole: twice the longest record. */
    static final int LIMIT_BYTES = 1 << 19;
    /** Short enough not to delay a poll, long enough that its calls cost little per packet. */
    private static final int STEP_BYTES = 1 << 16;
    private static final long AWAIT_NS = 100_000_000;

    private static final VarHandle SHORT_LE = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT_BE = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT_LE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_BE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final Path path;
    private final byte[] bytes;
    private final MemorySegment segment;
    private final ByteSource source;
    private int start;
    private int end;
    private long position;
    private boolean ended;
    private boolean bigEndian;

    private CaptureWindow(Path path, byte[] bytes) throws CaptureException {
        this.path = path;
        this.bytes = bytes;
        segment = MemorySegment.ofArray(bytes);
        source = CaptureInput.open(path);
    }

    static CaptureWindow open(Path path) throws CaptureException {
        return new CaptureWindow(path, new byte[LIMIT_BYTES + STEP_BYTES]);
    }

    /** Opens the same file from its beginning, in the memory of this window, which is not used again. */
    CaptureWindow reopen() throws CaptureException {
        if (!CaptureInput.isRepeatable(path)) {
            throw new CaptureException(path, "a pipe can be read only once", "write it to a file first");
        }
        return new CaptureWindow(path, bytes);
    }

    /**
     * Returns whether {@code wanted} bytes, at most {@link #LIMIT_BYTES}, are present; if not, they are missing for now
     * or for good.
     */
    boolean fill(int wanted) {
        while (end - start < wanted && !ended) {
            // The rest always moves to the front, where the cache is warm; it is shorter than a record.
            System.arraycopy(bytes, start, bytes, 0, end - start);
            end -= start;
            start = 0;
            int count = source.read(bytes, end, STEP_BYTES);
            if (count == 0) {
                return false;
            }
            ended = count < 0;
            end += Math.max(0, count);
        }
        return end - start >= wanted;
    }

    /** Does what {@link #fill} does, but waits for a slow writer. */
    boolean await(int wanted) {
        while (!fill(wanted) && !ended) {
            source.await(AWAIT_NS);
        }
        return end - start >= wanted;
    }

    /** Blocks until more bytes may have come. */
    void awaitMore(long timeoutNs) {
        if (!ended) {
            source.await(timeoutNs);
        }
    }

    /** Returns whether bytes may come later. */
    boolean mayPause() {
        return source.mayPause();
    }

    /** Returns whether no bytes follow the present ones. */
    boolean isEnded() {
        return ended;
    }

    /** Returns the reason why the bytes ended early; {@code null} at a regular end. */
    @Nullable
    IOException failure() {
        return ended ? source.failure() : null;
    }

    int availableBytes() {
        return end - start;
    }

    /** Returns the number of bytes that were consumed before offset 0. */
    long position() {
        return position;
    }

    /** Consumes bytes that are present. */
    void consume(int count) {
        start += count;
        position += count;
    }

    void order(boolean isBigEndian) {
        bigEndian = isBigEndian;
    }

    MemorySegment segment() {
        return segment;
    }

    /** Returns the place of a byte in {@link #segment()}, valid until the window is filled again. */
    int index(int offset) {
        return start + offset;
    }

    int u8(int offset) {
        return bytes[start + offset] & 0xff;
    }

    int u16(int offset) {
        // Each handle has a branch of its own, because a handle chosen at run time would be no constant for the JIT.
        return (bigEndian ? (short) SHORT_BE.get(bytes, start + offset) : (short) SHORT_LE.get(bytes, start + offset))
                & 0xffff;
    }

    long u32(int offset) {
        return (bigEndian ? (int) INT_BE.get(bytes, start + offset) : (int) INT_LE.get(bytes, start + offset))
                & 0xffffffffL;
    }

    /** Reads a 64-bit option; in pcapng the order of its halves also follows the byte order of the section. */
    long s64(int offset) {
        return bigEndian ? u32(offset) << 32 | u32(offset + 4) : u32(offset + 4) << 32 | u32(offset);
    }

    /** Reads two bytes in network order, whatever the byte order of the file. */
    int network16(int offset) {
        return (short) SHORT_BE.get(bytes, start + offset) & 0xffff;
    }

    /** Reads four bytes in the order of the file's bytes, for magic numbers. */
    int magic(int offset) {
        return (int) INT_BE.get(bytes, start + offset);
    }

    CaptureException fault(long offset, @Nullable String found, String remedy) {
        return new CaptureException(path, position + offset, found, remedy);
    }

    @Override
    public void close() {
        source.close();
    }
}
