package io.creel.core.task;

import org.jspecify.annotations.Nullable;

/**
 * Thrown to a coroutine that awaits a failed {@link Task}, or joins a {@link Scope} with a failed one. The cause is the
 * throwable of the task.
 */
public final class TaskFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaskFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
