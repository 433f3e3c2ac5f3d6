package io.creel.core;

/**
 * The <em>where</em> of an await: takes the handle of a coroutine that has already suspended and puts it somewhere.
 *
 * <p>
 * Called on the stack of the {@link Carrier}, after the coroutine has left it: whatever is published here may be resumed
 * by another thread at once. It must not block. An exception it throws is thrown out of the {@code await}, unless the
 * handle has found another owner by then; in that case the carrier's {@link FailureHandler} gets it.
 *
 * <p>
 * A callback that puts the handle into a stash returns what the stash says: {@code self -> stash.push(self)}. So a full or
 * closed stash refuses the suspension instead of losing the coroutine.
 */
@FunctionalInterface
public interface SuspensionCallback extends TransferCallback {
    /**
     * Receives the suspended coroutine and says whether it was kept.
     *
     * @param self
     *            the coroutine that has just suspended
     * @return {@code true} if the handle has another owner now; {@code false} if there is no place for it: the coroutine
     *         runs on at once, and its {@code await} returns {@code false}
     */
    @CheckReturnValue
    boolean accept(Coroutine self);

    @Override
    @SuppressWarnings("FunctionalInterfaceMethodChanged") // a callback that only accepts is the common form of a transfer
    default Coroutine suspended(Coroutine self) {
        return accept(self) ? null : self;
    }
}
