package io.creel.net.xdp;

import io.creel.net.internal.Memory;
import io.creel.net.os.Mapping;

/** A ring the kernel fills: the receive ring and the completion ring. One thread at a time. */
final class ConsumerRing extends Ring {
    private int read;
    private int seenProducer;

    ConsumerRing(Mapping mapping, long offsets, int capacity, int entryBytes) {
        super(mapping, offsets, capacity, entryBytes);
    }

    /** Entries to read, at most {@code max}; asks the kernel only if its last answer is used up. */
    int available(int max) {
        if (seenProducer == read) {
            seenProducer = Memory.getAcquire32(producer);
        }
        return Math.min(seenProducer - read, max);
    }

    /** The address of the next entry, which is available; it counts as read. */
    long next() {
        return entry(read++);
    }

    /** Lets the kernel use what was read. */
    void release() {
        Memory.setRelease32(consumer, read);
    }
}
