package io.creel.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Receives the handles and requests that other threads send to a carrier, and wakes its thread. Any thread, unless a
 * method says otherwise.
 */
final class Mailbox {
    private final Carrier carrier;
    /** Handles and requests on their way to the carrier. */
    final Inbox inbox;
    /** Wakes the thread of this carrier, see {@link Carrier#onSignal}. Written by any thread. */
    private volatile Runnable wakeUp = () -> {
    };

    Mailbox(Carrier carrier) {
        this.carrier = carrier;
        inbox = new Inbox(carrier.name);
    }

    /** Sets the wake-up, and calls it if the inbox is not empty. The carrier's thread calls this. */
    void onSignal(Runnable wake) {
        wakeUp = Objects.requireNonNull(wake, "wake");
        if (!inbox.isEmpty()) {
            wake.run();
        }
    }

    /**
     * Sends a handle that the inbox already owns, and wakes the carrier's thread. Any thread.
     *
     * @return {@code false} if the carrier is closed; the caller must then place the handle
     */
    boolean give(Coroutine handle) {
        boolean given = inbox.give(handle);
        if (given) {
            wakeThread(handle);
        }
        return given;
    }

    /**
     * Wakes the carrier's thread. A throwable of the callback is reported and not thrown: the caller has unlocked or
     * signalled already, and goes on to the next waiter.
     */
    void wakeThread(@Nullable Coroutine sent) {
        try {
            wakeUp.run();
        } catch (Throwable unexpected) {
            carrier.report(sent, unexpected);
        }
    }

    /**
     * Does what {@link #give} does. If the carrier is closed, ends a coroutine that has not begun, and reports any
     * other one.
     */
    void giveOrReport(Coroutine handle) {
        if (give(handle)) {
            return;
        }
        if (handle.endUnbegun(inbox)) {
            carrier.counters.countCancelledLate();
        } else {
            reportClosed(handle);
        }
    }

    /** Does what {@link #give} does. If the carrier is closed, throws, and the caller keeps the handle. */
    void giveOrThrow(Coroutine handle) {
        if (!give(handle)) {
            handle.leave(inbox);
            throw homeIsClosed(handle);
        }
    }

    IllegalStateException homeIsClosed(Coroutine handle) {
        return new IllegalStateException(
                "resume refused, the coroutine is homed on a carrier that is closed: coroutine=" + handle
                        + ", carrier=" + carrier.name);
    }

    /**
     * Asks for the cancellation of a coroutine that waits here, and wakes the carrier's thread. Any thread.
     *
     * @return {@code false} if the carrier is closed
     */
    boolean ask(Coroutine waiting) {
        if (!waiting.markRequest()) {
            return true; // the pending request covers this one
        }
        if (inbox.ask(waiting)) {
            wakeThread(waiting);
            return true;
        }
        waiting.unmarkRequest();
        return false;
    }

    /**
     * Handles a coroutine that can resume on this carrier only, which is closed. Called on the thread that wanted to
     * resume it.
     */
    void reportClosed(Coroutine coroutine) {
        if (coroutine.returnToGuest(inbox) || EndAfterClose.tryEnd(coroutine, carrier)) {
            return;
        }
        carrier.report(coroutine,
                new IllegalStateException("carrier is closed: carrier=" + carrier.name + ", coroutine=" + coroutine));
    }
}
