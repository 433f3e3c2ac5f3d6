package io.creel.core.task;

import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Suspends;

/**
 * The computation of a {@link Task}.
 *
 * @param <T>
 *            the type of its value
 */
@FunctionalInterface
public interface Computation<T> {
    /**
     * Computes the value. May await.
     *
     * @return the value of the task; may be {@code null}
     * @throws Throwable
     *             if the computation fails; coroutines that await the task get it as the cause of a
     *             {@link TaskFailedException}
     */
    @RunsOn(Place.COROUTINE)
    @Suspends
    T compute() throws Throwable;
}
