package io.creel.cli.tools;

import java.util.concurrent.atomic.AtomicLong;

/** How many packets a run still takes, over all workers. Any thread; an unlimited one is never written. */
final class Quota {
    private final boolean limited;
    private final AtomicLong left;

    /**
     * @param packets
     *            0 for no limit
     */
    Quota(long packets) {
        limited = packets > 0;
        left = new AtomicLong(packets);
    }

    /** At most {@code wanted}: the caller takes so many, or gives the rest {@link #back}. */
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
