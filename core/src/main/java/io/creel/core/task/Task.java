package io.creel.core.task;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.internal.EndListener;
import io.creel.core.internal.KernelAccess;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Suspends;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine with a result that other coroutines can await. Its outcome is a value, an error or a cancellation, and
 * does not change once it is there.
 *
 * <p>
 * Any thread may read the outcome, and coroutines of any thread may await it. Changes that the computation made are
 * visible to a coroutine that has awaited the task.
 *
 * @param <T>
 *            the type of the value
 */
public final class Task<T extends @Nullable Object> {
    private static final KernelAccess KERNEL = KernelAccess.get();

    private final Work work = new Work();
    private final Computation<T> computation;
    private final @Nullable Scope scope;
    private final Coroutine coroutine;
    private final CoroutineEvent ended;
    /** Written once, at the end, after {@link #value} or {@link #error}. */
    private volatile Outcome outcome = Outcome.PENDING;
    private @Nullable T value;
    private @Nullable Throwable error;
    // Links of the scope, under its guard.
    @Nullable
    Task<?> nextSibling;
    @Nullable
    Task<?> previousSibling;

    private Task(Computation<T> computation, @Nullable Scope scope) {
        this.computation = Objects.requireNonNull(computation, "computation");
        this.scope = scope;
        coroutine = Coroutine.create(work, null);
        ended = new CoroutineEvent("end of a task");
    }

    /**
     * Makes a task that has not begun. It begins when a holder resumes its {@link #coroutine()}.
     *
     * @param <T>
     *            the type of the value
     * @param computation
     *            the code that the task runs
     * @return the task
     */
    public static <T extends @Nullable Object> Task<T> of(Computation<T> computation) {
        return new Task<>(computation, null);
    }

    static <T extends @Nullable Object> Task<T> in(Scope scope, Computation<T> computation) {
        return new Task<>(computation, scope);
    }

    /** {@return the handle; the maker of the task owns it until it places it} */
    @Borrowed
    public Coroutine coroutine() {
        return coroutine;
    }

    /** {@return the present outcome} Any thread may call it. */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Asks the task to end; see {@link Coroutine#cancel()}. Any thread may call it.
     *
     * @return {@code false} if the task had already ended
     */
    public boolean cancel() {
        return coroutine.cancel();
    }

    /**
     * Suspends the calling coroutine until the task has ended.
     *
     * @return the value
     * @throws TaskFailedException
     *             if the task has thrown
     * @throws TaskCancelledException
     *             if the task was cancelled
     * @throws io.creel.core.CoroutineCancelledException
     *             if the caller is cancelled meanwhile
     * @throws IllegalStateException
     *             if the caller is no coroutine and the task has not ended, or the caller is the task itself
     */
    @SuppressWarnings("NullAway") // the outcome says which of the two is set
    @Suspends
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
     * Suspends the calling coroutine until the task has ended, for at most a given time. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return {@code false} if the time was up first
     * @throws io.creel.core.CoroutineCancelledException
     *             if the caller is cancelled meanwhile
     * @throws IllegalStateException
     *             if the caller is the task itself; or if the task has not ended, and the caller is no coroutine or no
     *             thread calls {@link io.creel.core.Carrier#tick}
     */
    @Suspends
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

    /** {@return the throwable of the computation; {@code null} unless the outcome is {@link Outcome#ERROR}} */
    public @Nullable Throwable error() {
        return outcome == Outcome.ERROR ? error : null;
    }

    private final class Work extends EndListener {
        @Override
        public void run(@Nullable Object argument) throws Throwable {
            value = computation.compute();
        }

        @Override
        public void ended(@Nullable Throwable thrown) {
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
