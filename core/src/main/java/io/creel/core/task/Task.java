package io.creel.core.task;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.internal.EndListener;
import io.creel.core.internal.KernelAccess;
import io.creel.core.lock.CoroutineEvent;
import java.util.Objects;

/**
 * A coroutine with a result that others can await. Its outcome is a value, an error or a cancellation, and never changes
 * once it is there.
 *
 * <p>
 * Any thread may ask for the outcome; any thread's coroutines may await it. What the computation wrote is visible to those
 * who have awaited it.
 *
 * @param <T>
 *            the type of the value
 */
public final class Task<T> {
    private static final KernelAccess KERNEL = KernelAccess.get();

    private final Work work = new Work();
    private final Computation<T> computation;
    private final Scope scope;
    private final Coroutine coroutine;
    private final CoroutineEvent ended;
    private volatile Outcome outcome = Outcome.PENDING;
    private T value;
    private Throwable error;
    // Links of the scope, under its guard.
    Task<?> nextSibling;
    Task<?> previousSibling;

    private Task(Computation<T> computation, Scope scope) {
        this.computation = Objects.requireNonNull(computation, "computation");
        this.scope = scope;
        coroutine = Coroutine.create(work, null);
        ended = new CoroutineEvent("end of a task");
    }

    /**
     * Makes a task that has not begun. It begins when its {@link #coroutine()} is resumed, wherever that is.
     *
     * @param computation
     *            what it does
     */
    public static <T> Task<T> of(Computation<T> computation) {
        return new Task<>(computation, null);
    }

    static <T> Task<T> in(Scope scope, Computation<T> computation) {
        return new Task<>(computation, scope);
    }

    /** The handle, owned by whoever placed it. */
    public Coroutine coroutine() {
        return coroutine;
    }

    /** How it stands. */
    public Outcome outcome() {
        return outcome;
    }

    /** Asks it to end; see {@link Coroutine#cancel()}. */
    public boolean cancel() {
        return coroutine.cancel();
    }

    /**
     * Suspends the calling coroutine until the task has ended.
     *
     * @return the value
     * @throws TaskFailedException
     *             where the task has thrown
     * @throws TaskCancelledException
     *             where the task was cancelled
     * @throws CoroutineCancelledException
     *             where the caller is cancelled meanwhile
     * @throws IllegalStateException
     *             where the caller is no coroutine and the task has not ended, or the caller is the task itself
     */
    public T await() {
        requireOther();
        ended.await();
        Outcome how = outcome;
        if (how == Outcome.VALUE) {
            return value;
        }
        throw how == Outcome.ERROR
                ? new TaskFailedException("task failed: coroutine=" + coroutine, error)
                : new TaskCancelledException("task was cancelled: coroutine=" + coroutine);
    }

    /**
     * Suspends the calling coroutine until the task has ended, for a while at most. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(Stash, long)}
     * @return {@code false} if the time was up first
     * @throws CoroutineCancelledException
     *             if the caller is cancelled meanwhile
     * @throws IllegalStateException
     *             if the caller is no coroutine and the task has not ended, or the caller is the task itself; or it has to wait and
     *             the carrier keeps no time
     */
    public boolean awaitEnd(long timeoutNs) {
        requireOther();
        return ended.await(timeoutNs);
    }

    private void requireOther() {
        if (Coroutine.current() == coroutine) {
            throw new IllegalStateException(
                    "await refused, the task would wait for its own end: coroutine=" + coroutine);
        }
    }

    /** What it threw; {@code null} unless the outcome is {@link Outcome#ERROR}. */
    public Throwable error() {
        return outcome == Outcome.ERROR ? error : null;
    }

    private final class Work extends EndListener {
        @Override
        public void run(Object argument) throws Throwable {
            value = computation.compute();
        }

        @Override
        public void ended(Throwable thrown) {
            if (thrown == null) {
                outcome = Outcome.VALUE;
            } else if (KERNEL.isCancellation(thrown)) {
                outcome = Outcome.CANCELLED;
            } else {
                error = thrown;
                outcome = Outcome.ERROR;
            }
            ended.signal();
            if (scope != null) {
                scope.childEnded(Task.this);
            }
        }
    }
}
