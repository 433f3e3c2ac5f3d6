package io.creel.net.os;

import io.creel.net.internal.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Waits in the kernel for one descriptor. Threads: one at a time, a platform thread, because it blocks. Allocates
 * nothing.
 *
 * <pre>
 *    struct pollfd            struct timespec
 *    0        4       6       8            16
 *   +--------+-------+-------+------------+------------+
 *   |   fd   |events |revents|  seconds   |nanoseconds |
 *   +--------+-------+-------+------------+------------+
 * </pre>
 */
public final class Poller {
    /** The event that the descriptor is readable. */
    public static final int READABLE = 0x1;
    /** The event that the descriptor has an error. */
    public static final int FAILED = 0x8;

    private static final int EVENTS = 4;
    private static final int RETURNED_EVENTS = 6;
    private static final int SECONDS = 8;
    private static final int NANOSECONDS = 16;
    private static final int SIZE_BYTES = 24;
    private static final long SECOND_NS = 1_000_000_000;

    private final Kernel kernel = new Kernel();
    private final MemorySegment block = Arena.ofAuto().allocate(SIZE_BYTES, Long.BYTES);
    private final int count;

    /**
     * Makes a poller that waits for a descriptor to become readable.
     *
     * @param descriptor open as long as the poller is used
     */
    public Poller(int descriptor) {
        Memory.setNative32(block.address(), descriptor);
        Memory.setNative16(block.address() + EVENTS, (short) READABLE);
        count = descriptor < 0 ? 0 : 1;
    }

    /**
     * Waits for a time, without a descriptor.
     *
     * @param timeoutNs how long, in nanoseconds
     */
    public static void pause(long timeoutNs) {
        new Poller(-1).await(timeoutNs);
    }

    /**
     * Waits until the descriptor is readable or the time is over.
     *
     * @param timeoutNs how long at most, in nanoseconds
     * @return the events, 0 after the time is over or a signal came, or a negative error number
     */
    public int await(long timeoutNs) {
        long address = block.address();
        long bounded = Math.max(0, timeoutNs);
        Memory.setNative16(address + RETURNED_EVENTS, (short) 0);
        Memory.setNative64(address + SECONDS, bounded / SECOND_NS);
        Memory.setNative64(address + NANOSECONDS, bounded % SECOND_NS);
        try {
            int ready = kernel.poll(address, count, address + SECONDS);
            if (ready < 0) {
                return ready == -Errno.EINTR ? 0 : ready;
            }
            return ready == 0 ? 0 : Memory.getNative16(address + RETURNED_EVENTS);
        } finally {
            // The kernel writes to the block; the garbage collector must not free it before.
            Reference.reachabilityFence(this);
        }
    }
}
