package io.creel.core;

/**
 * Decides what runs next once a coroutine has suspended.
 *
 * <p>
 * Called on the stack of the {@link Carrier}, after the coroutine has left it: whatever is published here may be resumed
 * by another thread at once. It must not block.
 */
@FunctionalInterface
public interface TransferCallback {
    /**
     * Receives the suspended coroutine and owns it from here on.
     *
     * @param self
     *            the coroutine that has just suspended
     * @return {@code null} where {@code self} was kept somewhere (the carrier goes on with its batch); {@code self} to
     *         run it on at once; or another handle, owned by this callback, that runs next in its place (symmetric
     *         transfer: the carrier loops, its stack does not grow)
     */
    @CheckReturnValue
    Coroutine suspended(Coroutine self);
}
