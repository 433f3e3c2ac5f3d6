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
 * report as SACK, the most recent first (RFC 2018, section 4). Bounded; one thread at a time; allocates nothing.
 * Inserting is O(ranges).
 */
@SuppressWarnings("NullAway") // a free slot holds null; the count says which are free
final class OutOfOrderQueue {
    private final int[] starts;
    private final int[] ends;
    @Owned
    private final Packet[] packets;
    private final int[] offsets;
    private int count;
    /** Numbers inside the blocks that were reported last, the most recent first. */
    private final int[] recent = new int[TcpSegment.MAX_SACK_BLOCKS];
    private int recents;

    OutOfOrderQueue(int capacity) {
        starts = new int[capacity];
        ends = new int[capacity];
        packets = new Packet[capacity];
        offsets = new int[capacity];
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** The first number of the lowest range. */
    int firstStart() {
        return starts[0];
    }

    int firstEnd() {
        return ends[0];
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
        return offsets[0];
    }

    private void remove(int from, int to) {
        int rest = count - to;
        System.arraycopy(starts, to, starts, from, rest);
        System.arraycopy(ends, to, ends, from, rest);
        System.arraycopy(packets, to, packets, from, rest);
        System.arraycopy(offsets, to, offsets, from, rest);
        int left = from + rest;
        for (int i = left; i < count; i++) {
            packets[i] = null;
        }
        count = left;
        if (count == 0) {
            recents = 0;
        }
    }

    /** Whether every byte of a range is here already. */
    boolean covers(int start, int end) {
        int at = start;
        for (int i = 0; i < count && Sequence.isBefore(at, end); i++) {
            if (Sequence.isAtMost(starts[i], at) && Sequence.isAfter(ends[i], at)) {
                at = ends[i];
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
        while (at > 0 && Sequence.isAtLeast(starts[at - 1], start)) {
            at--;
        }
        int from = at > 0 ? Sequence.max(start, ends[at - 1]) : start;
        int inside = at;
        while (inside < count && Sequence.isAtMost(ends[inside], end)) {
            inside++;
        }
        int to = inside < count ? Sequence.min(end, starts[inside]) : end;
        if (inside == at && count == starts.length) {
            return false;
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
        starts[at] = from;
        ends[at] = to;
        packets[at] = packet;
        offsets[at] = offset + (from - start);
        remember(from);
        return true;
    }

    private void open(int at) {
        int rest = count - at;
        System.arraycopy(starts, at, starts, at + 1, rest);
        System.arraycopy(ends, at, ends, at + 1, rest);
        System.arraycopy(packets, at, packets, at + 1, rest);
        System.arraycopy(offsets, at, offsets, at + 1, rest);
        count++;
    }

    /** Puts the block of this number in front, also if it was reported before. */
    void remember(int number) {
        int low = blockStart(number);
        int high = blockEnd(number);
        int kept = 0;
        int previous = number;
        for (int i = 0; i < recents; i++) {
            int each = recent[i];
            boolean same = Sequence.isAtLeast(each, low) && Sequence.isBefore(each, high);
            if (!same && kept < recent.length - 1) {
                recent[kept++] = previous;
                previous = each;
            }
        }
        recent[kept++] = previous;
        recents = kept;
    }

    private int blockStart(int number) {
        int low = number;
        for (int i = count - 1; i >= 0; i--) {
            if (Sequence.isAtLeast(ends[i], low) && Sequence.isAtMost(starts[i], low)) {
                low = starts[i];
            }
        }
        return low;
    }

    private int blockEnd(int number) {
        int high = number;
        for (int i = 0; i < count; i++) {
            if (Sequence.isAtMost(starts[i], high) && Sequence.isAfter(ends[i], high)) {
                high = ends[i];
            }
        }
        return high;
    }

    /** Adds as many blocks as the segment takes. */
    void report(TcpSegment segment) {
        for (int i = 0; i < recents; i++) {
            int low = blockStart(recent[i]);
            int high = blockEnd(recent[i]);
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
        count = 0;
        recents = 0;
    }
}
