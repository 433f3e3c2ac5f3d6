package io.creel.schedulers.when;

/**
 * Compares virtual times. They run up to a hundred times as fast as the clock and wrap: at weight 1 after three years
 * of service. Two times compare rightly while they are less than half the range of a {@code long} apart.
 */
public final class VirtualTime {
    private VirtualTime() {
    }

    /**
     * {@return whether one time is before another}
     *
     * @param timeNs
     *            a virtual time
     * @param otherNs
     *            less than half the range of a {@code long} apart from it
     */
    public static boolean isBefore(long timeNs, long otherNs) {
        return timeNs - otherNs < 0;
    }

    /**
     * {@return the later of two times}
     *
     * @param timeNs
     *            a virtual time
     * @param otherNs
     *            less than half the range of a {@code long} apart from it
     */
    public static long later(long timeNs, long otherNs) {
        return isBefore(timeNs, otherNs) ? otherNs : timeNs;
    }
}
