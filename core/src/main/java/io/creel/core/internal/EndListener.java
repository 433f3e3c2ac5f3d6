package io.creel.core.internal;

import io.creel.core.Body;
import io.creel.core.FailureHandler;
import org.jspecify.annotations.Nullable;

/**
 * A body that is told of the end of its coroutine, even if it never began. It replaces the {@link FailureHandler}. A
 * class and not an interface, because every end of a coroutine asks whether its body is one, and for an interface that
 * would be a search.
 */
public abstract class EndListener implements Body<@Nullable Object> {
    /** For a subclass. */
    protected EndListener() {
    }

    /**
     * Notes that the coroutine has ended. Called once: on the carrier's stack; on the cancelling thread if no carrier
     * has run the coroutine.
     *
     * @param thrown
     *            the throwable of the body, or {@code null}
     */
    public abstract void ended(@Nullable Throwable thrown);
}
