package io.creel.net.xdp;

import io.creel.net.internal.Memory;
import io.creel.net.os.Mapping;

/** A ring that the driver fills: the fill ring and the transmit ring. Threads: one at a time. */
final class ProducerRing extends Ring {
    private int written;
    private int published;
    private int seenConsumer;

    ProducerRing(Mapping mapping, long offsets, int capacity, int entryBytes) {
        super(mapping, offsets, capacity, entryBytes);
    }

    /**
     * Returns whether there is room for {@code count} entries. Reads the kernel's index only if the room known before
     * is too small.
     */
    boolean hasRoom(int count) {
        if (capacity - (written - seenConsumer) >= count) {
            return true;
        }
        seenConsumer = Memory.getAcquire32(consumer);
        return capacity - (written - seenConsumer) >= count;
    }

    /** Returns the address of the next entry, which must have room, and counts it as written. */
    long next() {
        return entry(written++);
    }

    /** Lets the kernel see the entries that were written. */
    void publish() {
        if (published != written) {
            published = written;
            Memory.setRelease32(producer, written);
        }
    }

    /** Returns the number of entries that the kernel has not taken. */
    int pending() {
        return written - Memory.getAcquire32(consumer);
    }
}
