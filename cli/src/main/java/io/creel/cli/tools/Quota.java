package io.creel.cli.tools;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The number of packets that a run may still take, over all workers. Any thread; an unlimited quota is never written.
 */
final class Quota {
    private final boolean limited;
    private final AtomicLong left;

    /**
     * @param packets
     *            the limit; 0 for none
     */
    Quota(long packets) {
        limited = packets > 0;
        left = new AtomicLong(packets);
    }

    /** Reserves at most {@code wanted} packets. The caller takes them all, or gives the rest {@link #back}. */
    int take(int wanted) {
        if (!limited) {
            return wanted;
        }
        long before = left.getAndUpdate(all -> all - Math.min(all, wanted));
        return (int) Math.min(before, wanted);
    }

    void back(int unused) {
        if (limited && unused > 0) {
            left.getAndAdd(unused);
        }
    }

    boolean isUsedUp() {
        return limited && left.get() == 0;
    }
}
