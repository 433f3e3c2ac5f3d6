package io.creel.schedulers;

/**
 * Told of what a worker's program throws; what coroutines throw goes to the {@link io.creel.core.FailureHandler}. Called on
 * the worker's thread, outside any coroutine; it must not block. An exception of its own is printed and goes no further.
 */
@FunctionalInterface
public interface WorkerFailureHandler {
    /** Prints the worker, how many cycles have failed on it, and the stack trace to the error stream. */
    WorkerFailureHandler PRINT = (worker, failure) -> {
        System.err.println("worker program failed: worker=" + worker.name() + ", programFailures="
                + worker.counts().programFailures());
        failure.printStackTrace();
    };

    /**
     * A program has thrown. Of exceptions of one type with one stack trace, the worker tells the 1st, 2nd, 4th, 8th and so on;
     * {@link WorkerCounts#programFailures()} counts all.
     *
     * @param worker
     *            whose program it is
     * @param failure
     *            what was thrown. After an {@link Error} a group's worker goes on on a new thread; where it is given up, an
     *            {@link IllegalStateException} that says so comes after the last one
     */
    void failed(Worker worker, Throwable failure);
}
