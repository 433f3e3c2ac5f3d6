package io.creel.queues;

import io.creel.core.Coroutine;

/** How much is left of a time-out in which a coroutine may wait several times. Inside a coroutine. */
final class Remaining {
    /** Of a wait without a time-out, which reads no clock. */
    static final long FOR_EVER = Long.MAX_VALUE;

    private Remaining() {
    }

    /** The time at which the time-out begins. */
    static long sinceNs(long timeoutNs) {
        return isFinite(timeoutNs) ? Coroutine.nowNs() : 0;
    }

    /** What is left; not positive once the time is up. */
    static long ns(long timeoutNs, long sinceNs) {
        return isFinite(timeoutNs) ? timeoutNs - (Coroutine.nowNs() - sinceNs) : timeoutNs;
    }

    /** Whether the time-out asks for the time: neither for ever nor up already. */
    private static boolean isFinite(long timeoutNs) {
        return timeoutNs > 0 && timeoutNs != FOR_EVER;
    }
}
