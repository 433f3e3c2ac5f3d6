package io.creel.net.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Zeroed off-heap memory whose content can be given back to the system early, while its addresses stay valid.
 *
 * <p>
 * {@link #discard()} frees the pages. A stale reader on any thread then finds zeroes: the addresses themselves are given up
 * only once nothing reaches this object, so no race of a program's own ends in a crash. No page costs anything before it is
 * first written. Where the system is not Linux the memory is the JVM's, and all of it stays until the collector has run.
 */
public final class PageMemory {
    private static final boolean MAPS = "Linux".equals(System.getProperty("os.name")) && SystemCall.isKnown();
    private static final long PAGE_BYTES = 4096;

    private final MemorySegment segment;

    /**
     * @throws OutOfMemoryError
     *             if the system has no such room
     */
    public PageMemory(long sizeBytes, String what) {
        segment = MAPS ? map(sizeBytes, what) : Arena.ofAuto().allocate(sizeBytes, PAGE_BYTES);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment map(long sizeBytes, String what) {
        long address = new Kernel().mapPrivate(sizeBytes);
        if (address < 0 && address > -PAGE_BYTES) {
            throw new OutOfMemoryError("no room for off-heap memory: " + what + ", sizeBytes=" + sizeBytes + ", error="
                    + Errno.name((int) -address));
        }
        return MemorySegment.ofAddress(address).reinterpret(sizeBytes, Arena.ofAuto(),
                gone -> new Kernel().unmap(gone.address(), sizeBytes));
    }

    /** Where it starts: a multiple of 4096. */
    public long address() {
        return segment.address();
    }

    /** How long it is. */
    public long sizeBytes() {
        return segment.byteSize();
    }

    /** Gives the content back to the system: what is read from now on is zero, until it is written again. */
    public void discard() {
        if (MAPS) {
            new Kernel().discard(segment.address(), segment.byteSize());
        }
    }
}
