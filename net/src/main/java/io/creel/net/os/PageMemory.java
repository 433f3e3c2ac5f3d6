package io.creel.net.os;

import io.creel.core.JvmArguments;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Zeroed off-heap memory whose content can be given back to the system early, while its addresses stay valid.
 *
 * <p>
 * {@link #discard()} frees the pages. A thread that still reads them then finds zeroes. The addresses themselves are
 * freed only once this object is unreachable, so no race within a program ends in a crash. A page uses no memory before
 * its first write. On a system other than Linux, the JVM provides the memory, and all of it stays until the garbage
 * collector has run.
 */
public final class PageMemory {
    private static final boolean MAPS = "Linux".equals(System.getProperty("os.name")) && SystemCall.isKnown();
    private static final long PAGE_BYTES = 4096;

    static {
        JvmArguments.enableNativeAccess(PageMemory.class.getModule());
    }

    private final MemorySegment segment;

    /**
     * Reserves memory.
     *
     * @param sizeBytes how many bytes
     * @param what the owner of the memory, as {@code name=value}, for the message
     * @throws OutOfMemoryError if the system has no such room
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

    /** {@return the address of the first byte, a multiple of 4096} */
    public long address() {
        return segment.address();
    }

    /** {@return the length of the memory} */
    public long sizeBytes() {
        return segment.byteSize();
    }

    /** Gives the content back to the system: reads return zero until the next write. */
    public void discard() {
        if (MAPS) {
            new Kernel().discard(segment.address(), segment.byteSize());
        }
    }
}
