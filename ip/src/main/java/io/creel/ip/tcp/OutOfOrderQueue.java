package io.creel.ip.tcp;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Received ranges beyond a gap, sorted and disjoint, each the range of one frame that this queue owns.
 *
 * <p>
 * A new range is trimmed against its neighbours; smaller ranges inside it are replaced. It also says which blocks to
 * report as SACK, the most recent first (RFC 2018, section 4). Bounded; its places are borrowed while there is a range.
 * One thread at a time.
 * Inserting is O(ranges).
 */
@SuppressWarnings("NullAway") // a free slot holds null; the count says which are free
final class OutOfOrderQueue {
    private final int capacity;
    private final BufferPool<RangeSlots> pool;
    private final HeldFrames held;
    /** Borrowed while there is a range; null otherwise. */
    private @Nullable RangeSlots slots;
    /** Of the slots. */
    @Owned
    private Packet @Nullable [] packets;
    private int count;
    private int recents;

    OutOfOrderQueue(int capacity, BufferPool<RangeSlots> pool, HeldFrames held) {
        this.capacity = capacity;
        this.pool = pool;
        this.held = held;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** The first number of the lowest range. */
    int firstStart() {
        return slots.starts[0];
    }

    int firstEnd() {
        return slots.ends[0];
    }

    /** Removes the lowest range and gives its frame away. */
    @Acquires
    Packet takeFirst() {
        Packet first = packets[0];
        packets[0] = null;
        remove(0, 1);
        return first;
    }

    int firstOffset() {
        return slots.offsets[0];
    }

    private void remove(int from, int to) {
        int rest = count - to;
        System.arraycopy(slots.starts, to, slots.starts, from, rest);
        System.arraycopy(slots.ends, to, slots.ends, from, rest);
        System.arraycopy(packets, to, packets, from, rest);
        System.arraycopy(slots.offsets, to, slots.offsets, from, rest);
        int left = from + rest;
        for (int i = left; i < count; i++) {
            packets[i] = null;
        }
        held.add(left - count);
        count = left;
        giveBackIfEmpty();
    }

    private void giveBackIfEmpty() {
        if (count == 0 && slots != null) {
            recents = 0;
            pool.giveBack(slots);
            slots = null;
            packets = null;
        }
    }

    /** Whether every byte of a range is here already. */
    boolean covers(int start, int end) {
        int at = start;
        for (int i = 0; i < count && Sequence.isBefore(at, end); i++) {
            if (Sequence.isAtMost(slots.starts[i], at) && Sequence.isAfter(slots.ends[i], at)) {
                at = slots.ends[i];
            }
        }
        return Sequence.isAtLeast(at, end);
    }

    /**
     * Adds a range that {@link #covers} does not cover.
     *
     * @return false if no place is left; the packet is then the caller's
     */
    boolean insert(int start, int end, @Transfers(when = Result.TRUE) @Nullable Packet packet, int offset) {
        int at = count; // most segments belong at the end
        while (at > 0 && Sequence.isAtLeast(slots.starts[at - 1], start)) {
            at--;
        }
        int from = at > 0 ? Sequence.max(start, slots.ends[at - 1]) : start;
        int inside = at;
        while (inside < count && Sequence.isAtMost(slots.ends[inside], end)) {
            inside++;
        }
        int to = inside < count ? Sequence.min(end, slots.starts[inside]) : end;
        if (inside == at && count == capacity) {
            return false;
        }
        if (slots == null) {
            slots = pool.borrow();
            packets = slots.packets;
        }
        for (int i = at; i < inside; i++) {
            packets[i].release();
            packets[i] = null;
        }
        if (inside > at) {
            remove(at + 1, inside);
        } else {
            open(at);
        }
        slots.starts[at] = from;
        slots.ends[at] = to;
        packets[at] = packet;
        slots.offsets[at] = offset + (from - start);
        remember(from);
        return true;
    }

    private void open(int at) {
        int rest = count - at;
        System.arraycopy(slots.starts, at, slots.starts, at + 1, rest);
        System.arraycopy(slots.ends, at, slots.ends, at + 1, rest);
        System.arraycopy(packets, at, packets, at + 1, rest);
        System.arraycopy(slots.offsets, at, slots.offsets, at + 1, rest);
        held.add(1);
        count++;
    }

    /** Puts the block of this number in front, also if it was reported before. */
    void remember(int number) {
        int low = blockStart(number);
        int high = blockEnd(number);
        int kept = 0;
        int previous = number;
        for (int i = 0; i < recents; i++) {
            int each = slots.recent[i];
            boolean same = Sequence.isAtLeast(each, low) && Sequence.isBefore(each, high);
            if (!same && kept < slots.recent.length - 1) {
                slots.recent[kept++] = previous;
                previous = each;
            }
        }
        slots.recent[kept++] = previous;
        recents = kept;
    }

    private int blockStart(int number) {
        int low = number;
        for (int i = count - 1; i >= 0; i--) {
            if (Sequence.isAtLeast(slots.ends[i], low) && Sequence.isAtMost(slots.starts[i], low)) {
                low = slots.starts[i];
            }
        }
        return low;
    }

    private int blockEnd(int number) {
        int high = number;
        for (int i = 0; i < count; i++) {
            if (Sequence.isAtMost(slots.starts[i], high) && Sequence.isAfter(slots.ends[i], high)) {
                high = slots.ends[i];
            }
        }
        return high;
    }

    /** Adds as many blocks as the segment takes. */
    void report(TcpSegment segment) {
        for (int i = 0; i < recents; i++) {
            int low = blockStart(slots.recent[i]);
            int high = blockEnd(slots.recent[i]);
            if (low != high && !isReported(segment, low, high) && !segment.addSack(low, high)) {
                return;
            }
        }
    }

    private static boolean isReported(TcpSegment segment, int low, int high) {
        for (int i = 0; i < segment.sackBlocks; i++) {
            if (segment.sackStart[i] == low && segment.sackEnd[i] == high) {
                return true;
            }
        }
        return false;
    }

    /** Releases everything. */
    void clear() {
        for (int i = 0; i < count; i++) {
            packets[i].release();
            packets[i] = null;
        }
        held.add(-count);
        count = 0;
        giveBackIfEmpty();
    }

    /** The places of the ranges, sorted. */
    static final class RangeSlots {
        private final int[] starts;
        private final int[] ends;
        private final Packet[] packets;
        private final int[] offsets;
        /** Numbers inside the blocks that were reported last, the most recent first. */
        private final int[] recent = new int[TcpSegment.MAX_SACK_BLOCKS];

        RangeSlots(int capacity) {
            starts = new int[capacity];
            ends = new int[capacity];
            packets = new Packet[capacity];
            offsets = new int[capacity];
        }
    }
}
