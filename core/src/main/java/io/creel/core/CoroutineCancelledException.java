package io.creel.core;

/**
 * Thrown at a suspension point of a cancelled coroutine, so that its {@code finally} blocks run. It has no stack trace:
 * it always comes from the {@code await} that it leaves.
 */
public final class CoroutineCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final CoroutineCancelledException INSTANCE = new CoroutineCancelledException();

    private CoroutineCancelledException() {
        super("coroutine cancelled", null, false, false);
    }
}
