package io.creel.core;

/**
 * The functional logic of a coroutine: what it does, never where or when.
 *
 * <p>
 * A body runs on whichever worker resumes its coroutine. It gives up control only in {@link Coroutine#await} and its
 * siblings; it must not block the thread below it.
 *
 * <p>
 * <b>The context class loader</b> is that of the thread which resumes the coroutine, as it was outside coroutines. One that a body
 * sets is its own until it suspends or ends: no other coroutine sees it, and after a suspension the body sets it again. A virtual
 * thread keeps its own.
 *
 * <p>
 * <b>The argument.</b> A start passes an {@link OwnedArgument} argument to the coroutine. A body that returns has done with it what it
 * wanted; one that throws, is cancelled or never begins gives back what it still owns.
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

    /**
     * Gives back what the argument stands for: the coroutine ends by an exception or a cancellation, or is cancelled before it
     * has begun. Called once, before the end is reported, on the carrier's thread or, for a coroutine that no carrier knows or
     * whose carrier is closed, on the thread that cancels it. It must neither await nor block. An {@link OwnedArgument} argument, such
     * as a packet, needs no such code: the runtime gives it back by itself.
     *
     * @param argument
     *            what the coroutine was created with; may be {@code null}
     */
    default void unfinished(A argument) {
    }
}
