package io.creel.net.pcap;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The part of a capture that its reader looks at. Offsets count from the beginning of what was not consumed yet. The window
 * holds at most {@value #LIMIT_BYTES} bytes, whatever the capture claims, and is filled in steps.
 */
final class CaptureWindow implements AutoCloseable {
    /** Longest stretch that can be looked at as a whole: twice the longest record. */
    static final int LIMIT_BYTES = 1 << 19;
    /** Short enough that a poll is not held up, long enough that its calls cost little per packet. */
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

    /** The same file from its beginning, in the memory of this window, which is not used again. */
    CaptureWindow reopen() throws CaptureException {
        if (!CaptureInput.isRepeatable(path)) {
            throw new CaptureException(path, "a pipe can be read only once", "write it to a file first");
        }
        return new CaptureWindow(path, bytes);
    }

    /** Whether {@code wanted} bytes, at most {@link #LIMIT_BYTES}, are there; if not, they are missing now or for good. */
    boolean fill(int wanted) {
        while (end - start < wanted && !ended) {
            // Always to the front, where the cache is warm: what is left is less than a record.
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

    /** As {@link #fill}, but waits for a writer that is slow. */
    boolean await(int wanted) {
        while (!fill(wanted) && !ended) {
            source.await(AWAIT_NS);
        }
        return end - start >= wanted;
    }

    /** Blocks until more may have come. */
    void awaitMore(long timeoutNs) {
        if (!ended) {
            source.await(timeoutNs);
        }
    }

    /** Whether nothing comes behind what is there. */
    boolean isEnded() {
        return ended;
    }

    /** Why it ended before its time; null at a regular end. */
    IOException failure() {
        return ended ? source.failure() : null;
    }

    int availableBytes() {
        return end - start;
    }

    /** How much was consumed before offset 0. */
    long position() {
        return position;
    }

    /** Moves on by bytes that are there. */
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

    /** Where a byte lies in {@link #segment()} until the window is filled again. */
    int index(int offset) {
        return start + offset;
    }

    int u8(int offset) {
        return bytes[start + offset] & 0xff;
    }

    int u16(int offset) {
        // Each handle in a branch of its own: a chosen one would be no constant for the compiler.
        return (bigEndian ? (short) SHORT_BE.get(bytes, start + offset) : (short) SHORT_LE.get(bytes, start + offset))
                & 0xffff;
    }

    long u32(int offset) {
        return (bigEndian ? (int) INT_BE.get(bytes, start + offset) : (int) INT_LE.get(bytes, start + offset))
                & 0xffffffffL;
    }

    /** In pcapng the halves of a 64-bit option follow the order of the section, too. */
    long s64(int offset) {
        return bigEndian ? u32(offset) << 32 | u32(offset + 4) : u32(offset + 4) << 32 | u32(offset);
    }

    /** Two bytes in network order, whatever that of the file. */
    int network16(int offset) {
        return (short) SHORT_BE.get(bytes, start + offset) & 0xffff;
    }

    /** Four bytes in the order of the file's bytes, for magic numbers. */
    int magic(int offset) {
        return (int) INT_BE.get(bytes, start + offset);
    }

    CaptureException fault(long offset, String found, String remedy) {
        return new CaptureException(path, position + offset, found, remedy);
    }

    @Override
    public void close() {
        source.close();
    }
}
