package io.creel.core;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What has happened on a carrier. Written by its thread only; any thread may read, and sees values that may be a moment
 * old.
 */
public final class CarrierCounters {
    long created;
    long resumed;
    long completed;
    long failed;
    long cancelled;
    long timedOut;
    /** Coroutines that never began, cancelled by other threads after the close. */
    final AtomicLong cancelledLate = new AtomicLong();

    CarrierCounters() {
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
        return completed;
    }

    /** Coroutines that ended by an exception here. */
    public long failed() {
        return failed;
    }

    /** Coroutines that ended by cancellation here. */
    public long cancelled() {
        return cancelled + cancelledLate.get();
    }

    /** Waits that ended by their time-out, by the look of this carrier. */
    public long timedOut() {
        return timedOut;
    }

    /** Coroutines that ended here, in whichever way. */
    public long ended() {
        return completed + failed + cancelled();
    }
}
