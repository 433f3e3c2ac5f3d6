package io.creel.net.wire;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One counter per {@link DropReason}.
 *
 * <p>
 * Threads: any may count and read. Counting is one atomic add; it allocates nothing and never waits. The values of
 * several counters are not one snapshot.
 */
public final class DropCounters {
    private static final DropReason[] REASONS = DropReason.values();

    private final AtomicLongArray counts = new AtomicLongArray(REASONS.length);

    /** Makes counters that are all zero. */
    public DropCounters() {
    }

    /**
     * Counts one packet. The count of {@link DropReason#NONE} is the number of accepted packets.
     *
     * @param reason the result of parsing or verifying the packet
     */
    public void count(DropReason reason) {
        counts.getAndIncrement(reason.ordinal());
    }

    /**
     * {@return how many packets were counted under a reason}
     *
     * @param reason any reason
     */
    public long get(DropReason reason) {
        return counts.get(reason.ordinal());
    }

    /** {@return how many packets were counted under a reason other than {@link DropReason#NONE}} */
    public long total() {
        long total = 0;
        for (int i = 1; i < REASONS.length; i++) {
            total += counts.get(i);
        }
        return total;
    }

    /** {@return the reasons that occurred, in the order of the enum: {@code TRUNCATED_UDP=3, SNAPLEN_CUT=1}} */
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
