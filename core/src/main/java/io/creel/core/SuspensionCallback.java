package io.creel.core;

/**
 * The <em>where</em> of an await: takes the handle of a coroutine that has already suspended and puts it somewhere.
 *
 * <p>
 * Called on the stack of the {@link Carrier}, after the coroutine has left it: whatever is published here may be resumed
 * by another thread at once. It must not block. An exception it throws is thrown out of the {@code await}, unless the
 * handle has found another owner by then; in that case the carrier's {@link FailureHandler} gets it.
 */
@FunctionalInterface
public interface SuspensionCallback extends TransferCallback {
    /**
     * Receives the suspended coroutine and owns it from here on.
     *
     * @param self
     *            the coroutine that has just suspended
     */
    void accept(Coroutine self);

    @Override
    default Coroutine suspended(Coroutine self) {
        accept(self);
        return null;
    }
}
