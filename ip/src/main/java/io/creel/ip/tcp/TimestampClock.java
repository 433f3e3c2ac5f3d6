package io.creel.ip.tcp;

/**
 * The clock of the timestamps option: one tick per millisecond (RFC 7323, section 5.4), from a secret origin per pair
 * of endpoints.
 */
final class TimestampClock {
    private static final long TICK_NS = 1_000_000;

    private TimestampClock() {
    }

    static int at(long nowNs, int offset) {
        return (int) (nowNs / TICK_NS) + offset;
    }

    /** The time since a tick that the peer echoed, at least half a tick; negative if it lies ahead. */
    static long sinceNs(int echo, long nowNs, int offset) {
        int ticks = at(nowNs, offset) - echo;
        return ticks == 0 ? TICK_NS / 2 : ticks * TICK_NS;
    }
}
