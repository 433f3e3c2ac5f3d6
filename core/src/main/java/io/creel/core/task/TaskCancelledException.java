package io.creel.core.task;

/** Thrown to those who await a {@link Task} that was cancelled, or join a {@link Scope} whose deadline has passed. */
public final class TaskCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaskCancelledException(String message) {
        super(message);
    }
}
