package io.creel.queues;

/**
 * The wide keys of a {@link FlowStash}: one record per flow that has waiters, found by its number. Records are pooled
 * in segments. A segment is allocated when it is first needed, so a table for a million flows uses no memory before the
 * flows come.
 *
 * <pre>
 *  record, 5 longs: | source high | source low | destination high | destination low | ports, protocol |
 *  free record:     | next free   | ...
 * </pre>
 *
 * <p>
 * Threads: one at a time. O(1).
 */
final class FlowTable {
    static final int FULL = -1;
    private static final int LONGS = 5;
    private static final int SHIFT = 10;
    private static final int MASK = (1 << SHIFT) - 1;

    private final long[][] segments;
    private final int capacity;
    private int made;
    private int free = FULL;
    private int used;

    FlowTable(int capacity) {
        this.capacity = capacity;
        segments = new long[(capacity + MASK) >>> SHIFT][];
    }

    int used() {
        return used;
    }

    /** Stores a copy of the key. Returns the number of its record, or {@link #FULL}. */
    int put(FlowKey key) {
        int record = free;
        if (record != FULL) {
            free = (int) segment(record)[at(record)];
        } else if (made < capacity) {
            record = made++;
            if (segments[record >>> SHIFT] == null) {
                segments[record >>> SHIFT] = new long[LONGS << SHIFT];
            }
        } else {
            return FULL;
        }
        used++;
        long[] segment = segment(record);
        int at = at(record);
        segment[at] = key.sourceHigh;
        segment[at + 1] = key.sourceLow;
        segment[at + 2] = key.destinationHigh;
        segment[at + 3] = key.destinationLow;
        segment[at + 4] = key.rest;
        return record;
    }

    boolean matches(int record, FlowKey key) {
        long[] segment = segment(record);
        int at = at(record);
        return segment[at] == key.sourceHigh && segment[at + 1] == key.sourceLow
                && segment[at + 2] == key.destinationHigh && segment[at + 3] == key.destinationLow
                && segment[at + 4] == key.rest;
    }

    /** Reads one word of a record, to load the record into the cache. */
    long peek(int record) {
        return segment(record)[at(record) + LONGS - 1];
    }

    void remove(int record) {
        segment(record)[at(record)] = free;
        free = record;
        used--;
    }

    private long[] segment(int record) {
        return segments[record >>> SHIFT];
    }

    private static int at(int record) {
        return (record & MASK) * LONGS;
    }
}
