package io.creel.ip.tcp;

/**
 * The scoreboard: every segment that was sent and is not cumulatively acknowledged, in order of sequence numbers and in
 * order of the time it was sent last.
 *
 * <p>
 * A segment is a slot in parallel arrays; both orders are doubly linked lists through them. Slots come from a free list
 * of fixed size, so nothing is allocated and the number of segments in flight is bounded. All sums are kept exact at
 * each change:
 *
 * <pre>
 * pipe = outstanding - sacked - lost + retransmitted     (RFC 6675, SetPipe)
 * </pre>
 *
 * where {@code lost} counts the original transmission of each lost segment and {@code retransmitted} the later one that
 * is thought to be in flight. One thread at a time. Appending and acknowledging in order are O(1); a SACK block is
 * O(segments in flight).
 */
final class SentSegments {
    static final int NONE = -1;
    private static final byte SACKED = 1;
    private static final byte LOST = 2;
    /** Was sent more than once. */
    private static final byte REPEATED = 4;
    /** The latest transmission is a repetition that is thought to be in flight. */
    private static final byte REPEATED_IN_FLIGHT = 8;

    private final int[] start;
    private final int[] end;
    private final long[] sentNs;
    private final byte[] flags;
    private final int[] next;
    private final int[] previous;
    private final int[] later;
    private final int[] earlier;
    private int free;
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
        start = new int[capacity];
        end = new int[capacity];
        sentNs = new long[capacity];
        flags = new byte[capacity];
        next = new int[capacity];
        previous = new int[capacity];
        later = new int[capacity];
        earlier = new int[capacity];
        reset();
    }

    void reset() {
        int capacity = start.length;
        for (int i = 0; i < capacity; i++) {
            next[i] = i + 1 < capacity ? i + 1 : NONE;
        }
        free = 0;
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
        return start.length - freeSlots;
    }

    /** Adds a segment behind the last one. */
    void append(int from, int to, long nowNs) {
        int slot = take();
        start[slot] = from;
        end[slot] = to;
        sentNs[slot] = nowNs;
        flags[slot] = 0;
        next[slot] = NONE;
        previous[slot] = last;
        if (last == NONE) {
            first = slot;
        } else {
            next[last] = slot;
        }
        last = slot;
        linkNewest(slot);
        outstanding += to - from;
    }

    private int take() {
        if (free == NONE) {
            throw new IllegalStateException("no slot for a sent segment: capacity=" + start.length);
        }
        int slot = free;
        free = next[slot];
        freeSlots--;
        return slot;
    }

    private void linkNewest(int slot) {
        later[slot] = NONE;
        earlier[slot] = newest;
        if (newest == NONE) {
            oldest = slot;
        } else {
            later[newest] = slot;
        }
        newest = slot;
    }

    private void unlinkTime(int slot) {
        if (earlier[slot] == NONE) {
            oldest = later[slot];
        } else {
            later[earlier[slot]] = later[slot];
        }
        if (later[slot] == NONE) {
            newest = earlier[slot];
        } else {
            earlier[later[slot]] = earlier[slot];
        }
    }

    /**
     * Removes what an acknowledgment covers, and tells {@code delivery} of each segment that was not known to have
     * arrived.
     */
    void acknowledge(int upTo, Delivery delivery) {
        while (first != NONE && Sequence.isAtMost(end[first], upTo)) {
            int slot = first;
            if ((flags[slot] & SACKED) == 0) {
                delivery.delivered(start[slot], end[slot], sentNs[slot], isRepeated(slot), true);
            }
            uncount(slot);
            outstanding -= end[slot] - start[slot];
            unlinkTime(slot);
            first = next[slot];
            if (first == NONE) {
                last = NONE;
            } else {
                previous[first] = NONE;
            }
            next[slot] = free;
            free = slot;
            freeSlots++;
        }
        if (first != NONE && Sequence.isBefore(start[first], upTo)) {
            trimFirst(upTo);
        }
    }

    /** The peer took a part of a segment: the rest stays as it is. */
    private void trimFirst(int upTo) {
        int bytes = upTo - start[first];
        byte f = flags[first];
        outstanding -= bytes;
        sacked -= (f & SACKED) != 0 ? bytes : 0;
        lost -= (f & LOST) != 0 ? bytes : 0;
        repeated -= (f & REPEATED_IN_FLIGHT) != 0 ? bytes : 0;
        start[first] = upTo;
    }

    private void uncount(int slot) {
        int bytes = end[slot] - start[slot];
        byte f = flags[slot];
        sacked -= (f & SACKED) != 0 ? bytes : 0;
        lost -= (f & LOST) != 0 ? bytes : 0;
        repeated -= (f & REPEATED_IN_FLIGHT) != 0 ? bytes : 0;
    }

    /** Marks the segments that lie within a block; a segment that is covered in part is split if a slot is free. */
    void sack(int from, int to, Delivery delivery) {
        for (int slot = first; slot != NONE && Sequence.isBefore(start[slot], to); slot = next[slot]) {
            if ((flags[slot] & SACKED) != 0 || Sequence.isAtMost(end[slot], from)) {
                continue;
            }
            if (Sequence.isBefore(start[slot], from)) {
                if (!split(slot, from)) {
                    continue;
                }
                slot = next[slot];
            }
            if (Sequence.isAfter(end[slot], to) && !split(slot, to)) {
                return;
            }
            delivery.delivered(start[slot], end[slot], sentNs[slot], isRepeated(slot), false);
            uncount(slot);
            flags[slot] = (byte) (flags[slot] & ~(LOST | REPEATED_IN_FLIGHT) | SACKED);
            sacked += end[slot] - start[slot];
        }
    }

    /** Cuts a segment in two at this number. */
    boolean split(int slot, int at) {
        if (freeSlots == 0) {
            return false;
        }
        int rest = take();
        start[rest] = at;
        end[rest] = end[slot];
        end[slot] = at;
        sentNs[rest] = sentNs[slot];
        flags[rest] = flags[slot];
        previous[rest] = slot;
        next[rest] = next[slot];
        if (next[slot] == NONE) {
            last = rest;
        } else {
            previous[next[slot]] = rest;
        }
        next[slot] = rest;
        earlier[rest] = slot;
        later[rest] = later[slot];
        if (later[slot] == NONE) {
            newest = rest;
        } else {
            earlier[later[slot]] = rest;
        }
        later[slot] = rest;
        return true;
    }

    /** Marks one segment as lost, also one that was lost and sent again. */
    void markLost(int slot) {
        if ((flags[slot] & SACKED) != 0 || isWaiting(slot)) {
            return;
        }
        uncount(slot);
        flags[slot] = (byte) (flags[slot] & ~REPEATED_IN_FLIGHT | LOST);
        lost += end[slot] - start[slot];
    }

    /**
     * A time-out: everything is lost, and what was selectively acknowledged may have been dropped again (RFC 2018,
     * section 8).
     */
    void markAllLost() {
        for (int slot = first; slot != NONE; slot = next[slot]) {
            flags[slot] = (byte) (flags[slot] & REPEATED | LOST);
        }
        lost = outstanding;
        sacked = 0;
        repeated = 0;
    }

    /** The time-out or the loss was none: what was not sent again is in flight. */
    void unmarkLost() {
        for (int slot = first; slot != NONE; slot = next[slot]) {
            if (isWaiting(slot)) {
                uncount(slot);
                flags[slot] &= ~LOST;
            }
        }
    }

    /** Notes that a segment was sent again. */
    void repeat(int slot, long nowNs) {
        uncount(slot);
        flags[slot] = (byte) (flags[slot] | REPEATED | REPEATED_IN_FLIGHT);
        int bytes = end[slot] - start[slot];
        lost += (flags[slot] & LOST) != 0 ? bytes : 0;
        sacked += (flags[slot] & SACKED) != 0 ? bytes : 0;
        repeated += bytes;
        sentNs[slot] = nowNs;
        unlinkTime(slot);
        linkNewest(slot);
    }

    /** The first segment that is lost and not sent again; {@link #NONE} if there is none. */
    int firstWaiting() {
        if (lost <= 0) {
            return NONE;
        }
        for (int slot = first; slot != NONE; slot = next[slot]) {
            if (isWaiting(slot)) {
                return slot;
            }
        }
        return NONE;
    }

    private boolean isWaiting(int slot) {
        return (flags[slot] & (LOST | REPEATED_IN_FLIGHT)) == LOST;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    int next(int slot) {
        return next[slot];
    }

    int previous(int slot) {
        return previous[slot];
    }

    /** The segment whose latest transmission is the oldest. */
    int oldest() {
        return oldest;
    }

    int later(int slot) {
        return later[slot];
    }

    int start(int slot) {
        return start[slot];
    }

    int end(int slot) {
        return end[slot];
    }

    long sentNs(int slot) {
        return sentNs[slot];
    }

    boolean isSacked(int slot) {
        return (flags[slot] & SACKED) != 0;
    }

    boolean isLost(int slot) {
        return (flags[slot] & LOST) != 0;
    }

    /** Lost, and not on its way again. */
    boolean isLostAndWaiting(int slot) {
        return isWaiting(slot);
    }

    boolean isRepeated(int slot) {
        return (flags[slot] & REPEATED) != 0;
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
}
