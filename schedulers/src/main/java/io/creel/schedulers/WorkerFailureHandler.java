package io.creel.schedulers;

/**
 * Receives the exceptions of a worker's program; exceptions of coroutines go to the
 * {@link io.creel.core.FailureHandler}. Called on the worker's thread, outside any coroutine; it must not block. Its
 * own exception is printed and goes no further.
 */
@FunctionalInterface
public interface WorkerFailureHandler {
    /** Prints the worker, the number of its failed cycles, and the stack trace to the error stream. */
    WorkerFailureHandler PRINT = (worker, failure) -> {
        System.err.println("worker program failed: worker=" + worker.name() + ", programFailures="
                + worker.counts().programFailures());
        failure.printStackTrace();
    };

    /**
     * Reports that a program has thrown. Of exceptions of one type with one stack trace, the worker reports the 1st,
     * 2nd, 4th, 8th and so on; {@link WorkerCounts#programFailures()} counts all.
     *
     * @param worker
     *            the worker of the program
     * @param failure
     *            the exception. After an {@link Error} a group's worker goes on, on a new thread; if the worker is
     *            given up, an {@link IllegalStateException} that says so follows the last one
     */
    void failed(Worker worker, Throwable failure);
}
