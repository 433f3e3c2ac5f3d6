package io.creel.core;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Place;
import io.creel.core.spec.Result;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * Decides what runs next after a coroutine has suspended.
 *
 * <p>
 * Called on the stack of the {@link Carrier}, after the coroutine has left it: another thread may resume a published
 * handle at once. The callback must not block.
 */
@FunctionalInterface
public interface TransferCallback {
    /**
     * Receives the suspended coroutine and owns its handle.
     *
     * @param self
     *            the coroutine that has just suspended
     * @return {@code null} if the callback has placed the handle, and the carrier continues with its batch;
     *         {@code self} to resume the coroutine at once; or another handle, owned by this callback, that runs next
     *         instead (symmetric transfer: the carrier loops, its stack does not grow)
     */
    @RunsOn(Place.CARRIER)
    @Acquires(when = Result.NON_NULL)
    @CheckReturnValue
    @Nullable
    Coroutine suspended(@Transfers @GivenBack Coroutine self);
}
