package io.creel.core;

import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Place;
import io.creel.core.spec.Result;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * The <em>where</em> of an await: takes the handle of a coroutine that has already suspended and puts it into a place.
 *
 * <p>
 * Called on the stack of the {@link Carrier}, after the coroutine has left it: another thread may resume a published
 * handle at once. The callback must not block. If it throws, the {@code await} throws the same exception. If the handle
 * already has another owner, the carrier's {@link FailureHandler} gets the exception instead.
 *
 * <p>
 * A callback that puts the handle into a stash returns the result of the push: {@code self -> stash.push(self)}. So a
 * full or closed stash refuses the suspension instead of losing the coroutine.
 */
@FunctionalInterface
public interface SuspensionCallback extends TransferCallback {
    /**
     * Receives the suspended coroutine and says whether it was kept.
     *
     * @param self
     *            the coroutine that has just suspended; owned by the callback
     * @return {@code true} if the handle has another owner now; {@code false} if there is no place for it: the
     *         coroutine then resumes at once, and its {@code await} returns {@code false}
     */
    @RunsOn(Place.CARRIER)
    @CheckReturnValue
    boolean accept(@Transfers(when = Result.TRUE) @GivenBack Coroutine self);

    @Override
    @SuppressWarnings("FunctionalInterfaceMethodChanged") // a callback that only accepts is the common form of a transfer
    default @Nullable Coroutine suspended(Coroutine self) {
        return accept(self) ? null : self;
    }
}
