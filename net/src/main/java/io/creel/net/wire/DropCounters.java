package io.creel.net.wire;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One long per {@link DropReason}.
 *
 * <p>
 * Any thread may count and read; counting is one atomic add, allocates nothing and never waits. Reads of several
 * counters are not one snapshot.
 */
public final class DropCounters {
    private static final DropReason[] REASONS = DropReason.values();

    private final AtomicLongArray counts = new AtomicLongArray(REASONS.length);

    /** Starts at zero. */
    public DropCounters() {
    }

    /** Counts one packet. {@link DropReason#NONE} may be counted too: it is the number of accepted packets. */
    public void count(DropReason reason) {
        counts.getAndIncrement(reason.ordinal());
    }

    public long get(DropReason reason) {
        return counts.get(reason.ordinal());
    }

    /** All packets counted under a reason other than {@link DropReason#NONE}. */
    public long total() {
        long total = 0;
        for (int i = 1; i < REASONS.length; i++) {
            total += counts.get(i);
        }
        return total;
    }

    /** The reasons that occurred, in the order of the enum: {@code TRUNCATED_UDP=3, SNAPLEN_CUT=1}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 1; i < REASONS.length; i++) {
            if (counts.get(i) != 0) {
                text.append(text.isEmpty() ? "" : ", ").append(REASONS[i]).append('=').append(counts.get(i));
            }
        }
        return text.toString();
    }
}
