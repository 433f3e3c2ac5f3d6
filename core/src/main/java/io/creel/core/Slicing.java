package io.creel.core;

/**
 * Bounds how long a coroutine runs before other coroutines get their turn. Asked at every
 * {@link Coroutine#checkpoint()}. If the slice has expired, {@link #suspended} gets the handle of the preempted
 * coroutine.
 *
 * <p>
 * Called on the carrier's thread. {@link #expired} and {@link #waits} are called inside the coroutine, so they must not
 * block and must not use {@code Thread.currentThread()}.
 */
public interface Slicing extends TransferCallback {
    /**
     * Tells whether the running coroutine must make room by itself.
     *
     * @param running
     *            the coroutine at the checkpoint
     * @return {@code true} if its slice is used up and other work waits
     */
    boolean expired(Coroutine running);

    /**
     * Tells whether the running coroutine must make room, after {@link Carrier#preempt} has asked it to.
     *
     * @param running
     *            the coroutine at the checkpoint
     * @return {@code true} if other work waits that should run first
     */
    boolean waits(Coroutine running);
}
