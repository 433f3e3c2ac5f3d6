package io.creel.core;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a carrier. Written by its thread only, except for coroutines that end after its close. Any thread may
 * read them, and may see slightly old values.
 */
public final class CarrierCounters {
    long created;
    long resumed;
    long completed;
    long failed;
    long cancelled;
    long timedOut;
    long arrived;
    /** How polls answered. */
    final PollCounters polls = new PollCounters();
    /**
     * The counters that get the ends of this carrier, if this one exists for an {@link EndAfterClose}; otherwise
     * {@code null}.
     */
    private final @Nullable CarrierCounters origin;
    // Coroutines that ended on other threads after the close.
    private final AtomicLong completedLate = new AtomicLong();
    private final AtomicLong failedLate = new AtomicLong();
    private final AtomicLong cancelledLate = new AtomicLong();

    CarrierCounters(@Nullable CarrierCounters origin) {
        this.origin = origin == null || origin.origin == null ? origin : origin.origin;
    }

    /** Counts a coroutine that was cancelled after the close before it had begun. Any thread. */
    void countCancelledLate() {
        (origin == null ? this : origin).cancelledLate.getAndIncrement();
    }

    /**
     * Adds the ends of this carrier to the carrier that the coroutine belonged to. Called by the thread of this
     * carrier, at its end.
     */
    @SuppressWarnings("NullAway") // the thread that counts late ends has an origin
    void countLate() {
        origin.completedLate.getAndAdd(completed);
        origin.failedLate.getAndAdd(failed);
        origin.cancelledLate.getAndAdd(cancelled);
    }

    /**
     * {@return the number of coroutines that {@link Carrier#start} made here, or that were made without a carrier and
     * came here first}
     */
    public long created() {
        return created;
    }

    /** {@return how often a coroutine began or resumed here} */
    public long resumed() {
        return resumed;
    }

    /** {@return the number of coroutines that ended normally here} */
    public long completed() {
        return completed + completedLate.get();
    }

    /** {@return the number of coroutines that ended by an exception here} */
    public long failed() {
        return failed + failedLate.get();
    }

    /** {@return the number of coroutines that ended by cancellation here} */
    public long cancelled() {
        return cancelled + cancelledLate.get();
    }

    /** {@return the number of waits that this carrier ended by their time-out} */
    public long timedOut() {
        return timedOut;
    }

    /**
     * {@return how often a coroutine came here from a carrier that does not {@linkplain Carrier#shareDeadlines share}
     * deadlines with this one}
     */
    public long arrived() {
        return arrived;
    }

    /** {@return how the polls of woven code answered requests to preempt} */
    public PollCounters polls() {
        return polls;
    }

    /** {@return the number of coroutines that ended here: normally, by an exception or by cancellation} */
    public long ended() {
        return completed() + failed() + cancelled();
    }
}
