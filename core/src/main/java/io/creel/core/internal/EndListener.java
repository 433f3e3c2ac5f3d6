package io.creel.core.internal;

import io.creel.core.Body;
import io.creel.core.FailureHandler;

/**
 * A body that is told of the end of its coroutine, also if it never began. It takes the place of the {@link FailureHandler}. A class,
 * because every end of a coroutine asks whether its body is one, and for an interface that is a search.
 */
public abstract class EndListener implements Body<Object> {
    /** For a subclass. */
    protected EndListener() {
    }

    /**
     * The coroutine has ended. Called once: on the carrier's stack, or by the thread that cancelled it if it never met a carrier.
     *
     * @param thrown
     *            what the body threw, or {@code null}
     */
    public abstract void ended(Throwable thrown);
}
