package io.creel.queues;

import io.creel.core.Coroutine;

/** Computes the rest of a time-out during which a coroutine may wait several times. Called inside a coroutine. */
final class RemainingTime {
    /** The time-out of a wait without one; such a wait reads no clock. */
    static final long FOR_EVER = Long.MAX_VALUE;

    private RemainingTime() {
    }

    /** Returns the time at which the time-out begins. */
    static long sinceNs(long timeoutNs) {
        return isFinite(timeoutNs) ? Coroutine.nowNs() : 0;
    }

    /** Returns the rest of the time-out; it is not positive once the time-out has ended. */
    static long ns(long timeoutNs, long sinceNs) {
        return isFinite(timeoutNs) ? timeoutNs - (Coroutine.nowNs() - sinceNs) : timeoutNs;
    }

    /** Returns whether the time-out needs the clock: it is neither endless nor over already. */
    private static boolean isFinite(long timeoutNs) {
        return timeoutNs > 0 && timeoutNs != FOR_EVER;
    }
}
