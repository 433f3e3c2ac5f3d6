package io.creel.schedulers.vthreads;

import io.creel.core.Coroutine;

/**
 * Where the runnable threads of a class go: the same queues as its coroutines. Called by any thread, also by a virtual one that
 * is pinned meanwhile, so it must not block, wait for a lock or throw.
 */
@FunctionalInterface
public interface Runnables {
    /**
     * Puts a runnable thread where its worker will look, and wakes that worker if it sleeps.
     *
     * @param handle
     *            the caller's; the queue's where the answer is {@code true}
     * @return {@code false} where there is no room now; the class tries again, see {@link VirtualThreads#retry}
     */
    boolean place(Coroutine handle);
}
