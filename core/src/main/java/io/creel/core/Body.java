package io.creel.core;

import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * The functional logic of a coroutine: it says what the coroutine does, never where or when it runs.
 *
 * <p>
 * A body runs on the worker that resumes its coroutine. It gives up control only in {@link Coroutine#await} and its
 * siblings. It must not block the thread below it.
 *
 * <p>
 * <b>The context class loader</b> is the one that the resuming thread has outside coroutines. If a body sets another
 * one, it lasts until the body suspends or ends; no other coroutine sees it. After a suspension the body must set it
 * again. A virtual thread keeps its own.
 *
 * <p>
 * <b>The argument.</b> A start passes an {@link OwnedArgument} to the coroutine. If the body returns, the runtime
 * leaves the argument as it is. If the body throws, is cancelled or never begins, the runtime gives back the argument
 * that the coroutine still owns.
 *
 * @param <A>
 *            the type of the argument. With an argument a body can be one shared object, so that a start allocates no
 *            lambda
 */
@FunctionalInterface
public interface Body<A extends @Nullable Object> {
    /**
     * Runs to the end of the coroutine.
     *
     * @param argument
     *            the argument that the coroutine was created with; may be {@code null}
     * @throws Throwable
     *             if the coroutine fails; this ends only this coroutine, and the failure handler of the carrier that
     *             ran it is told
     */
    @RunsOn(Place.COROUTINE)
    @Suspends
    void run(@Transfers @GivenBack A argument) throws Throwable;

    /**
     * Gives back the resources that the argument stands for. Called once, before the end is reported, if the coroutine
     * ends by an exception or a cancellation, or is cancelled before it has begun. Runs on the carrier's thread; on the
     * cancelling thread if no carrier has run the coroutine or its carrier is closed. It must neither await nor block.
     * An {@link OwnedArgument}, such as a packet, needs no such code: the runtime gives it back.
     *
     * @param argument
     *            the argument that the coroutine was created with; may be {@code null}
     */
    @RunsOn(Place.CARRIER)
    default void unfinished(A argument) {
    }
}
