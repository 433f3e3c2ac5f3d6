package io.creel.core;

/**
 * Bounds how long a coroutine runs before others get their turn. Asked at every {@link Coroutine#checkpoint()}; where the
 * slice has expired, {@link #suspended} gets the handle of the preempted coroutine.
 *
 * <p>
 * Called on the carrier's thread; {@link #expired} and {@link #waits} are called inside the coroutine, so they must not block, and
 * must not use {@code Thread.currentThread()}.
 */
public interface Slicing extends TransferCallback {
    /** Whether the running coroutine has used up its slice and other work waits. */
    boolean expired(Coroutine running);

    /** Whether other work waits for which the running coroutine, asked by {@link Carrier#preempt}, should make room. */
    boolean waits(Coroutine running);
}
