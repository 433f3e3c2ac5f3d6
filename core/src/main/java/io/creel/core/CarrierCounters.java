package io.creel.core;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What has happened on a carrier. Written by its thread only, except for coroutines that end after its close; any thread may read, and
 * sees values that may be a moment old.
 */
public final class CarrierCounters {
    long created;
    long resumed;
    long completed;
    long failed;
    long cancelled;
    long timedOut;
    long arrived;
    /** Where the ends on this carrier count, if it lives for a {@link EndAfterClose}; otherwise {@code null}. */
    private final CarrierCounters origin;
    // Coroutines that have ended on other threads after the close.
    private final AtomicLong completedLate = new AtomicLong();
    private final AtomicLong failedLate = new AtomicLong();
    private final AtomicLong cancelledLate = new AtomicLong();

    CarrierCounters(CarrierCounters origin) {
        this.origin = origin == null || origin.origin == null ? origin : origin.origin;
    }

    /** A coroutine that never began was cancelled after the close. From any thread. */
    void countCancelledLate() {
        (origin == null ? this : origin).cancelledLate.getAndIncrement();
    }

    /** Counts what has ended here on the carrier that it belonged to. By the thread of this one, at its end. */
    void countLate() {
        origin.completedLate.getAndAdd(completed);
        origin.failedLate.getAndAdd(failed);
        origin.cancelledLate.getAndAdd(cancelled);
    }

    /** Coroutines that {@link Carrier#start} has made here, or that were made without a carrier and came here first. */
    public long created() {
        return created;
    }

    /** Times a coroutine was begun or resumed here. */
    public long resumed() {
        return resumed;
    }

    /** Coroutines that ended normally here. */
    public long completed() {
        return completed + completedLate.get();
    }

    /** Coroutines that ended by an exception here. */
    public long failed() {
        return failed + failedLate.get();
    }

    /** Coroutines that ended by cancellation here. */
    public long cancelled() {
        return cancelled + cancelledLate.get();
    }

    /** Waits that ended by their time-out, by the look of this carrier. */
    public long timedOut() {
        return timedOut;
    }

    /** Times a coroutine came here from a carrier that {@linkplain Carrier#shareDeadlines shares} no deadlines with this one. */
    public long arrived() {
        return arrived;
    }

    /** Coroutines that ended here, in whichever way. */
    public long ended() {
        return completed() + failed() + cancelled();
    }
}
