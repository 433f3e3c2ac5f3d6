package io.creel.core;

/**
 * The functional logic of a coroutine: what it does, never where or when.
 *
 * <p>
 * A body runs on whichever worker resumes its coroutine. It gives up control only in {@link Coroutine#await} and its
 * siblings; it must not block the thread below it.
 *
 * @param <A>
 *            the argument handed over at the start, so that a body can be one shared object and a start allocates no
 *            lambda
 */
@FunctionalInterface
public interface Body<A> {
    /**
     * Runs to the end of the coroutine.
     *
     * @param argument
     *            what the coroutine was created with; may be {@code null}
     * @throws Throwable
     *             ends this coroutine only; it is reported to the failure handler of the carrier it ran on
     */
    void run(A argument) throws Throwable;
}
