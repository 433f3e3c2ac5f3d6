package io.creel.core;

import org.jspecify.annotations.Nullable;

/**
 * The fields that a coroutine reads and writes at every switch, kept together: with many coroutines alive, a switch
 * costs the cache lines that it touches. Rarely used fields are in {@link Coroutine}, behind these. (The JVM lays out
 * the fields of a superclass first.)
 */
abstract class SwitchState extends Ownership {
    /** The value of {@link #driving} while the coroutine leaves its stack. */
    static final byte LEAVING = -1;
    /** The value of {@link #driving} while the coroutine tries to leave its stack at a poll. */
    static final byte POLLING = -2;

    /** The guest that switches the stack of this coroutine; {@code null} for a coroutine on a {@link Stack}. */
    final Guest guest;
    // Written by the carrier that runs the coroutine, and handed over with the state word.
    /** The stack that the body is on; {@code null} before the first suspension and after the end. */
    @Nullable
    Stack stack;
    /** The scoped-value bindings of a coroutine that is not running. */
    Object bindings = ScopedBindings.NONE;
    /** Gets the handle at the next suspension. A stash stays here, because the coroutine usually awaits it again. */
    @Nullable
    TransferCallback callback;
    /**
     * The throwable that ends the present suspension; after the end, the throwable of the body. {@code null} if there
     * is none.
     */
    @Nullable
    Throwable thrown;
    /** The carrier that created, runs or last ran the coroutine. */
    @SuppressWarnings("NullAway.Init") // null only until a carrier runs the coroutine, and in the pool
    volatile Carrier carrier;
    /**
     * The number of the present life of a pooled shell. A request to cancel the life before does not cancel this one.
     */
    int life;
    /** The life that is to end. Written by any thread. */
    volatile int cancelledLife;
    /** Whether only {@link #carrier} may resume the coroutine after it has begun. */
    boolean homed;
    /** Whether the callback returned the same handle. */
    boolean handedBack;
    /**
     * Whether the thread was interrupted when the coroutine suspended: an interrupt belongs to the coroutine that ran
     * then.
     */
    boolean interrupted;
    /** Whether the present suspension cannot be cancelled. Written by the coroutine. */
    boolean shielded;
    /**
     * Whether the waiter was given the lock, permit or signal that it waits for. Written under the guard of a
     * {@link io.creel.core.internal.WaitQueue}.
     */
    boolean granted;
    /**
     * The number of carriers that this coroutine drives from inside and has not left yet. While the coroutine leaves
     * its stack, it is {@link #LEAVING} or {@link #POLLING}; a coroutine that drives a carrier cannot leave. (One more
     * byte would make every coroutine eight bytes larger.)
     */
    byte driving;

    @SuppressWarnings("NullAway") // null for a coroutine on a Stack, which calls no guest
    SwitchState(@Nullable Guest guest) {
        this.guest = guest;
    }
}
