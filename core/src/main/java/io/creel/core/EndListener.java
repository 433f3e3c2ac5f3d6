package io.creel.core;

/**
 * A body that is told of the end of its coroutine, even where it never began; in place of the {@link FailureHandler}. A
 * class, because every end of a coroutine asks whether its body is one, and for an interface that is a search.
 */
abstract class EndListener implements Body<Object> {
    /**
     * The coroutine has ended. Called once, on the carrier's stack or, for one that never met a carrier, by who cancelled it.
     *
     * @param thrown
     *            what the body threw, or {@code null}
     */
    abstract void ended(Throwable thrown);
}
