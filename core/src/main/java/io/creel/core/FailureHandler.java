package io.creel.core;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Receives every throwable that no coroutine is left to catch, errors of the JVM included. A coroutine that fails ends
 * alone, and the carrier continues.
 *
 * <pre>{@code
 * var carrier = new Carrier("net-0", (coroutine, failure) -> log.error("{} failed", coroutine, failure));
 * }</pre>
 *
 * <p>
 * Called on the carrier's thread, outside any coroutine of that carrier. One case differs: a handle that arrives at a
 * closed carrier is reported on the thread that sent it, which may run a coroutine of another carrier. The handler must
 * not block. If carriers share it, several threads may call it at once. An exception that it throws is printed and goes
 * no further.
 *
 * <p>
 * If a body has thrown, {@link Coroutine#argument()} is available during the call, so that a message can name it. An
 * {@link OwnedArgument} has been given back already, unless it has another owner.
 *
 * <p>
 * The handler is not told of a cancellation, nor of a throwable of the computation of a
 * {@link io.creel.core.task.Task}, which goes to the coroutines that await the task.
 */
@FunctionalInterface
public interface FailureHandler {
    /** Prints the coroutine and the stack trace to the error stream, in one piece. */
    FailureHandler PRINT = (coroutine, failure) -> {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        System.err.print("coroutine failed: coroutine=" + coroutine + System.lineSeparator() + trace);
    };

    /**
     * Reports one of three events: a coroutine has ended by a throwable; its suspension callback threw after it had
     * given the handle away, and the coroutine continues; or no carrier can resume it, because the only one that may is
     * closed.
     *
     * @param coroutine
     *            the coroutine in question; if it is pooled, valid only during the call
     * @param failure
     *            the throwable
     */
    void failed(@Nullable Coroutine coroutine, Throwable failure);
}
