package io.creel.schedulers.vthreads;

import io.creel.core.Coroutine;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.spec.Suspends;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * Lets a coroutine wait for futures and threads without blocking its worker. The coroutine resumes at the next poll of
 * the worker that ran it last.
 */
public final class Awaits {
    private Awaits() {
    }

    /**
     * Suspends the calling coroutine until a future is complete.
     *
     * @param <T>
     *            the type of the future's value
     * @param future
     *            any future; it keeps no reference to the coroutine once it is complete
     * @return the future's value
     * @throws CompletionException
     *            if the future has failed
     * @throws java.util.concurrent.CancellationException
     *            if the future was cancelled
     * @throws io.creel.core.CoroutineCancelledException
     *            if the caller is cancelled meanwhile
     * @throws IllegalStateException
     *            if the caller is no coroutine and the future is not complete yet
     */
    @Suspends
    public static <T> T future(CompletableFuture<T> future) {
        if (!future.isDone()) {
            CoroutineEvent there = new CoroutineEvent("a future");
            future.whenComplete((value, failure) -> there.signal());
            there.await();
        }
        return future.join();
    }

    /**
     * Suspends the calling coroutine until a future is complete or a time is up. The future keeps a few words of each
     * wait that has timed out until it is complete.
     *
     * @param <T>
     *            the type of the future's value
     * @param future
     *            any future
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return the future's value
     * @throws TimeoutException
     *            if the time is up first
     * @throws CompletionException
     *            if the future has failed
     * @throws java.util.concurrent.CancellationException
     *            if the future was cancelled
     * @throws io.creel.core.CoroutineCancelledException
     *            if the caller is cancelled meanwhile
     * @throws IllegalStateException
     *            if the caller is no coroutine and the future is not complete yet
     */
    @Suspends
    public static <T> T future(CompletableFuture<T> future, long timeoutNs) throws TimeoutException {
        if (!future.isDone()) {
            CoroutineEvent there = new CoroutineEvent("a future");
            future.whenComplete((value, failure) -> there.signal());
            if (!there.await(timeoutNs)) {
                throw new TimeoutException(
                        "future is not complete in time: coroutine=" + Coroutine.current() + ", timeoutNs="
                                + timeoutNs);
            }
        }
        return future.join();
    }

    /**
     * Suspends the calling coroutine until a thread of any kind has ended. Meanwhile a virtual thread of the JDK's own
     * scheduler joins that thread, because the JDK reports the end of a thread in no other way. The effects of the
     * thread are visible afterwards.
     *
     * @param thread
     *            has begun
     * @throws io.creel.core.CoroutineCancelledException
     *            if the caller is cancelled meanwhile
     * @throws IllegalStateException
     *            if the caller is no coroutine and the thread has not ended, or if the thread has not begun
     */
    @Suspends
    public static void end(Thread thread) {
        if (isAlive(thread)) {
            endOf(thread).await();
        }
    }

    /**
     * Suspends the calling coroutine, as {@link #end(Thread)} does, until a thread has ended or a time is up.
     *
     * @param thread
     *            has begun
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return {@code false} if the time is up first; the joining virtual thread goes on until the other one has ended
     * @throws io.creel.core.CoroutineCancelledException
     *            if the caller is cancelled meanwhile
     * @throws IllegalStateException
     *            if the caller is no coroutine and the thread has not ended, or if the thread has not begun
     */
    @Suspends
    public static boolean end(Thread thread, long timeoutNs) {
        return !isAlive(thread) || endOf(thread).await(timeoutNs);
    }

    private static boolean isAlive(Thread thread) {
        if (thread.getState() == Thread.State.NEW) {
            throw new IllegalStateException("await refused, the thread has not begun: thread=" + thread);
        }
        return thread.isAlive();
    }

    private static CoroutineEvent endOf(Thread thread) {
        CoroutineEvent ended = new CoroutineEvent("end of a thread");
        VirtualThreads.jdkFactory().newThread(() -> joinThen(thread, ended)).start();
        return ended;
    }

    private static void joinThen(Thread thread, CoroutineEvent ended) {
        boolean over = false;
        while (!over) {
            try {
                thread.join();
                over = true;
            } catch (InterruptedException nobodyKnowsThisThread) {
                over = !thread.isAlive();
            }
        }
        ended.signal();
    }
}
