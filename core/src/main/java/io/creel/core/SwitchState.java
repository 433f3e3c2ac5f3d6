package io.creel.core;

/**
 * What a coroutine reads and writes at every switch, kept together: with many coroutines alive a switch costs the cache lines
 * it touches. What is rarely needed is in {@link Coroutine}, behind it. (A superclass lays its fields out first.)
 */
abstract class SwitchState extends Ownership {
    /** In place of a number of carriers. */
    static final byte LEAVING = -1;

    /** What it runs on in place of a stack of ours, or {@code null}. */
    final Guest guest;
    // Written by who runs it, and handed over with the state word.
    /** The stack the body is on; {@code null} before its first suspension and after it has ended. */
    Stack stack;
    /** Scoped-value bindings while it is not running. */
    Object bindings = ScopedBindings.NONE;
    /** Who gets the handle at the next suspension. A stash stays here, because mostly it is the next one, too. */
    TransferCallback callback;
    /** What the present suspension is to end with; after the end, what the body threw. */
    Throwable thrown;
    /** The carrier that created, runs or last ran it. */
    volatile Carrier carrier;
    /** Which use of a pooled shell this is: a request to cancel the one before is none to cancel this one. */
    int life;
    /** Written by any thread: the life that is to end. */
    volatile int cancelledLife;
    /** Whether only {@link #carrier} may resume it once it has begun. */
    boolean homed;
    /** Whether the callback gave it back at once. */
    boolean handedBack;
    /** Whether its thread was interrupted when it suspended: an interrupt is that of the coroutine it came in. */
    boolean interrupted;
    /** Not to be cancelled in this suspension. */
    boolean shielded;
    /** Whether what it waited for was given to it. Written under the guard of a {@link io.creel.core.internal.WaitQueue}. */
    boolean granted;
    /**
     * Carriers that this coroutine drives from inside, and has not left yet; {@link #LEAVING} on its way out of its stack, which
     * it does not leave while it drives. (One byte more, and every coroutine would be eight bytes larger.)
     */
    byte driving;

    SwitchState(Guest guest) {
        this.guest = guest;
    }
}
