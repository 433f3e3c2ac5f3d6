package io.creel.net.xdp;

import io.creel.net.internal.Memory;
import io.creel.net.os.Mapping;

/** A ring we fill: the fill ring and the transmit ring. One thread at a time. */
final class ProducerRing extends Ring {
    private int written;
    private int published;
    private int seenConsumer;

    ProducerRing(Mapping mapping, long offsets, int capacity, int entryBytes) {
        super(mapping, offsets, capacity, entryBytes);
    }

    /** Whether {@code count} entries have room, asking the kernel only if its last answer is not enough. */
    boolean hasRoom(int count) {
        if (capacity - (written - seenConsumer) >= count) {
            return true;
        }
        seenConsumer = Memory.getAcquire32(consumer);
        return capacity - (written - seenConsumer) >= count;
    }

    /** The address of the next entry, which has room; it counts as written. */
    long next() {
        return entry(written++);
    }

    /** Lets the kernel see what was written. */
    void publish() {
        if (published != written) {
            published = written;
            Memory.setRelease32(producer, written);
        }
    }

    /** Entries that the kernel has not taken. */
    int pending() {
        return written - Memory.getAcquire32(consumer);
    }
}
