package io.creel.core.task;

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
    T compute() throws Throwable;
}
