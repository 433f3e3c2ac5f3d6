package io.creel.net.xdp;

import io.creel.net.internal.Memory;
import io.creel.net.os.Mapping;

/**
 * One of the four rings between a socket and the kernel: single producer, single consumer, a power of two entries.
 *
 * <p>
 * Both indexes count freely through 32 bits and are masked to a slot. Each side writes its own index with a release
 * store and reads the other's with an acquire load. The kernel tells at run time where the indexes are.
 */
abstract class Ring {
    protected final long producer;
    protected final long consumer;
    protected final int capacity;
    private final long flags;
    private final long entries;
    private final int mask;
    private final int shift;

    /**
     * Makes a ring over a mapping.
     *
     * @param offsets the address of this ring's part of {@code struct xdp_mmap_offsets}
     */
    Ring(Mapping mapping, long offsets, int capacity, int entryBytes) {
        this.capacity = capacity;
        long base = mapping.address();
        producer = base + Memory.getNative64(offsets);
        consumer = base + Memory.getNative64(offsets + XdpDescriptor.OFFSET_CONSUMER);
        entries = base + Memory.getNative64(offsets + XdpDescriptor.OFFSET_DESCRIPTORS);
        flags = base + Memory.getNative64(offsets + XdpDescriptor.OFFSET_FLAGS);
        mask = capacity - 1;
        shift = Integer.numberOfTrailingZeros(entryBytes);
    }

    /** Computes how many bytes to map for a ring. */
    static long sizeBytes(long offsets, int capacity, int entryBytes) {
        return Memory.getNative64(offsets + XdpDescriptor.OFFSET_DESCRIPTORS) + (long) capacity * entryBytes;
    }

    protected final long entry(int index) {
        return entries + ((long) (index & mask) << shift);
    }

    /** Returns whether the kernel sleeps and needs a call to continue. */
    final boolean needsWakeup() {
        return (Memory.getAcquire32(flags) & XdpDescriptor.RING_NEED_WAKEUP) != 0;
    }

}
