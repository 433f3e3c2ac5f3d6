package io.creel.core.task;

/** Thrown to a coroutine that awaits a cancelled {@link Task}, or joins a {@link Scope} whose deadline has passed. */
public final class TaskCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaskCancelledException(String message) {
        super(message);
    }
}
