package io.creel.core;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Told of every throwable that no coroutine is left to catch, errors of the JVM included: a coroutine that fails ends alone,
 * and the carrier goes on.
 *
 * <pre>{@code
 * var carrier = new Carrier("net-0", (coroutine, failure) -> log.error("{} failed", coroutine, failure));
 * }</pre>
 *
 * <p>
 * Called on the carrier's thread, outside any coroutine of that carrier. The exception is what comes for a carrier that is
 * closed: it is reported on the thread that sent it, which may run a coroutine of another carrier. It must not block, and it
 * may be called by several threads at once where carriers share it. An exception of its own is printed and goes no further.
 *
 * <p>
 * If a body has thrown, {@link Coroutine#argument()} is still there during the call, to be named; an {@link OwnedArgument} one has been given
 * back already, unless it has another owner.
 *
 * <p>
 * Not told of: a cancellation; what the computation of a {@link Task} throws, which is for those who await the task.
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
     * A coroutine has ended by a throwable; or its suspension callback threw after it had given the handle away, and the
     * coroutine goes on; or it can go on nowhere, because the only carrier that may run it is closed.
     *
     * @param coroutine
     *            whom it concerns; where the coroutine is pooled, valid only during the call
     * @param failure
     *            what was thrown
     */
    void failed(Coroutine coroutine, Throwable failure);
}
