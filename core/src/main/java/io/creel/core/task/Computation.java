package io.creel.core.task;

/**
 * What a {@link Task} computes.
 *
 * @param <T>
 *            the type of its value
 */
@FunctionalInterface
public interface Computation<T> {
    /**
     * Computes the value; may await.
     *
     * @throws Throwable
     *             is the task's outcome, given to those who await it
     */
    T compute() throws Throwable;
}
