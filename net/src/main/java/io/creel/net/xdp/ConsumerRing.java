package io.creel.net.xdp;

import io.creel.net.internal.Memory;
import io.creel.net.os.Mapping;

/** A ring that the kernel fills: the receive ring and the completion ring. Threads: one at a time. */
final class ConsumerRing extends Ring {
    private int read;
    private int seenProducer;

    ConsumerRing(Mapping mapping, long offsets, int capacity, int entryBytes) {
        super(mapping, offsets, capacity, entryBytes);
    }

    /**
     * Returns the number of entries to read, at most {@code max}. Reads the kernel's index only if all entries known
     * before are used up.
     */
    int available(int max) {
        if (seenProducer == read) {
            seenProducer = Memory.getAcquire32(producer);
        }
        return Math.min(seenProducer - read, max);
    }

    /** Returns the address of the next entry, which must be available, and counts it as read. */
    long next() {
        return entry(read++);
    }

    /** Lets the kernel use the entries that were read. */
    void release() {
        Memory.setRelease32(consumer, read);
    }
}
