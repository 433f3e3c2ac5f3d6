package io.creel.schedulers.when;

/**
 * Compares virtual times, which run up to a hundred times as fast as the clock and wrap: at weight 1 after three years of service.
 * Two times compare rightly while they are less than half the range of a {@code long} apart.
 */
public final class VirtualTime {
    private VirtualTime() {
    }

    /** Whether one time is before another. */
    public static boolean isBefore(long timeNs, long otherNs) {
        return timeNs - otherNs < 0;
    }

    /** The later of two times. */
    public static long later(long timeNs, long otherNs) {
        return isBefore(timeNs, otherNs) ? otherNs : timeNs;
    }
}
