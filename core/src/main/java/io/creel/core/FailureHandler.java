package io.creel.core;

/**
 * Told of every exception that no coroutine is left to catch. Called on the carrier's thread, outside any coroutine; it
 * must not block. An exception of its own is printed and goes no further.
 */
@FunctionalInterface
public interface FailureHandler {
    /** Prints the coroutine and the stack trace to the error stream. */
    FailureHandler PRINT = (coroutine, failure) -> {
        System.err.println("coroutine failed: coroutine=" + coroutine);
        failure.printStackTrace();
    };

    /**
     * A coroutine has ended by an exception, or its suspension callback threw after giving the handle away.
     *
     * @param coroutine
     *            whose body or callback threw; valid only during the call where the coroutine is pooled
     * @param failure
     *            what was thrown
     */
    void failed(Coroutine coroutine, Throwable failure);
}
