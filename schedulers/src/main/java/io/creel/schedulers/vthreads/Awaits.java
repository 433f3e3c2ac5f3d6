package io.creel.schedulers.vthreads;

import io.creel.core.Coroutine;
import io.creel.core.lock.CoroutineEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * What a coroutine may wait for although it belongs to the world of threads, without blocking its worker. It goes on at the
 * next poll of the worker that ran it last.
 */
public final class Awaits {
    private Awaits() {
    }

    /**
     * Suspends the calling coroutine until a future is there.
     *
     * @return its value
     * @throws CompletionException
     *             where it has failed
     * @throws java.util.concurrent.CancellationException
     *             where it was cancelled
     * @throws io.creel.core.CoroutineCancelledException
     *             where the caller is cancelled meanwhile
     * @throws IllegalStateException
     *             where the caller is no coroutine and the future is not there yet
     */
    public static <T> T future(CompletableFuture<T> future) {
        if (!future.isDone()) {
            CoroutineEvent there = new CoroutineEvent("a future");
            future.whenComplete((value, failure) -> there.signal());
            there.await();
        }
        return future.join();
    }

    /**
     * Suspends the calling coroutine until a future is there, for a while at most. The future keeps a few words of each wait that has
     * timed out until it is there.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return its value
     * @throws TimeoutException
     *             if the time is up first
     * @throws CompletionException
     *             if it has failed
     * @throws java.util.concurrent.CancellationException
     *             if it was cancelled
     * @throws io.creel.core.CoroutineCancelledException
     *             if the caller is cancelled meanwhile
     * @throws IllegalStateException
     *             if the caller is no coroutine and the future is not there yet
     */
    public static <T> T future(CompletableFuture<T> future, long timeoutNs) throws TimeoutException {
        if (!future.isDone()) {
            CoroutineEvent there = new CoroutineEvent("a future");
            future.whenComplete((value, failure) -> there.signal());
            if (!there.await(timeoutNs)) {
                throw new TimeoutException(
                        "future is not there in time: coroutine=" + Coroutine.current() + ", timeoutNs="
                                + timeoutNs);
            }
        }
        return future.join();
    }

    /**
     * Suspends the calling coroutine until a thread of any kind has ended. Meanwhile a virtual thread of the JDK's own
     * scheduler joins it: the JDK tells nobody else. What the thread did is visible afterwards.
     *
     * @throws io.creel.core.CoroutineCancelledException
     *             where the caller is cancelled meanwhile
     * @throws IllegalStateException
     *             where the caller is no coroutine and the thread has not ended, or has not begun
     */
    public static void end(Thread thread) {
        if (isAlive(thread)) {
            endOf(thread).await();
        }
    }

    /**
     * Does what {@link #end(Thread)} does, for a while at most.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return {@code false} if the time is up first; the thread that joins goes on until the other one has ended
     * @throws io.creel.core.CoroutineCancelledException
     *             if the caller is cancelled meanwhile
     * @throws IllegalStateException
     *             if the caller is no coroutine and the thread has not ended, or has not begun
     */
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
