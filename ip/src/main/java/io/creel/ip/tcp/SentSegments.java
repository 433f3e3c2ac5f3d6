package io.creel.ip.tcp;

import org.jspecify.annotations.Nullable;

/**
 * The scoreboard: every segment that was sent and is not cumulatively acknowledged, in order of sequence numbers and in
 * order of the time it was sent last.
 *
 * <p>
 * A segment is a slot in parallel arrays; both orders are doubly linked lists through them. Slots come from a free list
 * of fixed size, so the number of segments in flight is bounded. The arrays are borrowed while there is a segment. All
 * sums are kept exact at each change:
 *
 * <pre>
 * pipe = outstanding - sacked - lost + retransmitted     (RFC 6675, SetPipe)
 * </pre>
 *
 * where {@code lost} counts the original transmission of each lost segment and {@code retransmitted} the later one that
 * is thought to be in flight. One thread at a time. Appending and acknowledging in order are O(1); a SACK block is
 * O(segments in flight).
 */
@SuppressWarnings("NullAway") // the slots are there while a segment is
final class SentSegments {
    static final int NONE = -1;
    private static final byte SACKED = 1;
    private static final byte LOST = 2;
    /** Was sent more than once. */
    private static final byte REPEATED = 4;
    /** The latest transmission is a repetition that is thought to be in flight. */
    private static final byte REPEATED_IN_FLIGHT = 8;

    private final int capacity;
    private final BufferPool<SegmentSlots> pool;
    /** Borrowed while there is a segment; null otherwise. */
    private @Nullable SegmentSlots slots;
    private int freeSlots;
    private int first;
    private int last;
    private int oldest;
    private int newest;
    private int outstanding;
    private int sacked;
    private int lost;
    private int repeated;

    SentSegments(int capacity) {
        this(capacity, new BufferPool<>(() -> new SegmentSlots(capacity)));
    }

    SentSegments(int capacity, BufferPool<SegmentSlots> pool) {
        this.capacity = capacity;
        this.pool = pool;
        reset();
    }

    /** Forgets all segments. */
    void reset() {
        if (slots != null) {
            slots.clear();
            pool.giveBack(slots);
            slots = null;
        }
        freeSlots = capacity;
        first = NONE;
        last = NONE;
        oldest = NONE;
        newest = NONE;
        outstanding = 0;
        sacked = 0;
        lost = 0;
        repeated = 0;
    }

    boolean isEmpty() {
        return first == NONE;
    }

    /** Whether no slot is left for a new segment; one is kept back for a split. */
    boolean isFull() {
        return freeSlots <= 1;
    }

    int count() {
        return capacity - freeSlots;
    }

    /** Adds a segment behind the last one. */
    void append(int from, int to, long nowNs) {
        int slot = take();
        slots.start[slot] = from;
        slots.end[slot] = to;
        slots.sentNs[slot] = nowNs;
        slots.flags[slot] = 0;
        slots.next[slot] = NONE;
        slots.previous[slot] = last;
        if (last == NONE) {
            first = slot;
        } else {
            slots.next[last] = slot;
        }
        last = slot;
        linkNewest(slot);
        outstanding += to - from;
    }

    private int take() {
        if (slots == null) {
            slots = pool.borrow();
        }
        if (slots.free == NONE) {
            throw new IllegalStateException("no slot for a sent segment: capacity=" + capacity);
        }
        int slot = slots.free;
        slots.free = slots.next[slot];
        freeSlots--;
        return slot;
    }

    private void linkNewest(int slot) {
        slots.later[slot] = NONE;
        slots.earlier[slot] = newest;
        if (newest == NONE) {
            oldest = slot;
        } else {
            slots.later[newest] = slot;
        }
        newest = slot;
    }

    private void unlinkTime(int slot) {
        if (slots.earlier[slot] == NONE) {
            oldest = slots.later[slot];
        } else {
            slots.later[slots.earlier[slot]] = slots.later[slot];
        }
        if (slots.later[slot] == NONE) {
            newest = slots.earlier[slot];
        } else {
            slots.earlier[slots.later[slot]] = slots.earlier[slot];
        }
    }

    /**
     * Removes what an acknowledgment covers, and tells {@code delivery} of each segment that was not known to have
     * arrived.
     */
    void acknowledge(int upTo, Delivery delivery) {
        while (first != NONE && Sequence.isAtMost(slots.end[first], upTo)) {
            int slot = first;
            if ((slots.flags[slot] & SACKED) == 0) {
                delivery.delivered(slots.start[slot], slots.end[slot], slots.sentNs[slot], isRepeated(slot), true);
            }
            uncount(slot);
            outstanding -= slots.end[slot] - slots.start[slot];
            unlinkTime(slot);
            first = slots.next[slot];
            if (first == NONE) {
                last = NONE;
            } else {
                slots.previous[first] = NONE;
            }
            slots.next[slot] = slots.free;
            slots.free = slot;
            freeSlots++;
        }
        if (first == NONE && slots != null) {
            pool.giveBack(slots); // every slot is free again, in some order
            slots = null;
        }
        if (first != NONE && Sequence.isBefore(slots.start[first], upTo)) {
            trimFirst(upTo);
        }
    }

    /** The peer took a part of a segment: the rest stays as it is. */
    private void trimFirst(int upTo) {
        int bytes = upTo - slots.start[first];
        byte f = slots.flags[first];
        outstanding -= bytes;
        sacked -= (f & SACKED) != 0 ? bytes : 0;
        lost -= (f & LOST) != 0 ? bytes : 0;
        repeated -= (f & REPEATED_IN_FLIGHT) != 0 ? bytes : 0;
        slots.start[first] = upTo;
    }

    private void uncount(int slot) {
        int bytes = slots.end[slot] - slots.start[slot];
        byte f = slots.flags[slot];
        sacked -= (f & SACKED) != 0 ? bytes : 0;
        lost -= (f & LOST) != 0 ? bytes : 0;
        repeated -= (f & REPEATED_IN_FLIGHT) != 0 ? bytes : 0;
    }

    /** Marks the segments that lie within a block; a segment that is covered in part is split if a slot is free. */
    void sack(int from, int to, Delivery delivery) {
        for (int slot = first; slot != NONE && Sequence.isBefore(slots.start[slot], to); slot = slots.next[slot]) {
            if ((slots.flags[slot] & SACKED) != 0 || Sequence.isAtMost(slots.end[slot], from)) {
                continue;
            }
            if (Sequence.isBefore(slots.start[slot], from)) {
                if (!split(slot, from)) {
                    continue;
                }
                slot = slots.next[slot];
            }
            if (Sequence.isAfter(slots.end[slot], to) && !split(slot, to)) {
                return;
            }
            delivery.delivered(slots.start[slot], slots.end[slot], slots.sentNs[slot], isRepeated(slot), false);
            uncount(slot);
            slots.flags[slot] = (byte) (slots.flags[slot] & ~(LOST | REPEATED_IN_FLIGHT) | SACKED);
            sacked += slots.end[slot] - slots.start[slot];
        }
    }

    /** Cuts a segment in two at this number. */
    boolean split(int slot, int at) {
        if (freeSlots == 0) {
            return false;
        }
        int rest = take();
        slots.start[rest] = at;
        slots.end[rest] = slots.end[slot];
        slots.end[slot] = at;
        slots.sentNs[rest] = slots.sentNs[slot];
        slots.flags[rest] = slots.flags[slot];
        slots.previous[rest] = slot;
        slots.next[rest] = slots.next[slot];
        if (slots.next[slot] == NONE) {
            last = rest;
        } else {
            slots.previous[slots.next[slot]] = rest;
        }
        slots.next[slot] = rest;
        slots.earlier[rest] = slot;
        slots.later[rest] = slots.later[slot];
        if (slots.later[slot] == NONE) {
            newest = rest;
        } else {
            slots.earlier[slots.later[slot]] = rest;
        }
        slots.later[slot] = rest;
        return true;
    }

    /** Marks one segment as lost, also one that was lost and sent again. */
    void markLost(int slot) {
        if ((slots.flags[slot] & SACKED) != 0 || isWaiting(slot)) {
            return;
        }
        uncount(slot);
        slots.flags[slot] = (byte) (slots.flags[slot] & ~REPEATED_IN_FLIGHT | LOST);
        lost += slots.end[slot] - slots.start[slot];
    }

    /**
     * A time-out: everything is lost, and what was selectively acknowledged may have been dropped again (RFC 2018,
     * section 8).
     */
    void markAllLost() {
        for (int slot = first; slot != NONE; slot = slots.next[slot]) {
            slots.flags[slot] = (byte) (slots.flags[slot] & REPEATED | LOST);
        }
        lost = outstanding;
        sacked = 0;
        repeated = 0;
    }

    /** The time-out or the loss was none: what was not sent again is in flight. */
    void unmarkLost() {
        for (int slot = first; slot != NONE; slot = slots.next[slot]) {
            if (isWaiting(slot)) {
                uncount(slot);
                slots.flags[slot] &= ~LOST;
            }
        }
    }

    /** Notes that a segment was sent again. */
    void repeat(int slot, long nowNs) {
        uncount(slot);
        slots.flags[slot] = (byte) (slots.flags[slot] | REPEATED | REPEATED_IN_FLIGHT);
        int bytes = slots.end[slot] - slots.start[slot];
        lost += (slots.flags[slot] & LOST) != 0 ? bytes : 0;
        sacked += (slots.flags[slot] & SACKED) != 0 ? bytes : 0;
        repeated += bytes;
        slots.sentNs[slot] = nowNs;
        unlinkTime(slot);
        linkNewest(slot);
    }

    /** The first segment that is lost and not sent again; {@link #NONE} if there is none. */
    int firstWaiting() {
        if (lost <= 0) {
            return NONE;
        }
        for (int slot = first; slot != NONE; slot = slots.next[slot]) {
            if (isWaiting(slot)) {
                return slot;
            }
        }
        return NONE;
    }

    private boolean isWaiting(int slot) {
        return (slots.flags[slot] & (LOST | REPEATED_IN_FLIGHT)) == LOST;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    int next(int slot) {
        return slots.next[slot];
    }

    int previous(int slot) {
        return slots.previous[slot];
    }

    /** The segment whose latest transmission is the oldest. */
    int oldest() {
        return oldest;
    }

    int later(int slot) {
        return slots.later[slot];
    }

    int start(int slot) {
        return slots.start[slot];
    }

    int end(int slot) {
        return slots.end[slot];
    }

    long sentNs(int slot) {
        return slots.sentNs[slot];
    }

    boolean isSacked(int slot) {
        return (slots.flags[slot] & SACKED) != 0;
    }

    boolean isLost(int slot) {
        return (slots.flags[slot] & LOST) != 0;
    }

    /** Lost, and not on its way again. */
    boolean isLostAndWaiting(int slot) {
        return isWaiting(slot);
    }

    boolean isRepeated(int slot) {
        return (slots.flags[slot] & REPEATED) != 0;
    }

    int outstandingBytes() {
        return outstanding;
    }

    int sackedBytes() {
        return sacked;
    }

    int lostBytes() {
        return lost;
    }

    /** The bytes that are thought to be in the network. */
    int pipeBytes() {
        return outstanding - sacked - lost + repeated;
    }

    /** What an acknowledgment tells of each segment that has newly arrived. */
    interface Delivery {
        void delivered(int startSequence, int endSequence, long sentNs, boolean repeated, boolean cumulative);
    }

    /** The arrays, and the list of free slots through {@code next}. */
    static final class SegmentSlots {
        private final int[] start;
        private final int[] end;
        private final long[] sentNs;
        private final byte[] flags;
        private final int[] next;
        private final int[] previous;
        private final int[] later;
        private final int[] earlier;
        private int free;

        SegmentSlots(int capacity) {
            start = new int[capacity];
            end = new int[capacity];
            sentNs = new long[capacity];
            flags = new byte[capacity];
            next = new int[capacity];
            previous = new int[capacity];
            later = new int[capacity];
            earlier = new int[capacity];
            clear();
        }

        private void clear() {
            for (int i = 0; i < next.length; i++) {
                next[i] = i + 1 < next.length ? i + 1 : NONE;
            }
            free = 0;
        }
    }
}
