package io.creel.core.task;

/** Thrown to those who await a {@link Task} or join a {@link Scope} of which one has failed; the cause is what it threw. */
public final class TaskFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaskFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
