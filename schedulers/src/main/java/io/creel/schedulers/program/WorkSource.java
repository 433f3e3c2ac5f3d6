package io.creel.schedulers.program;

import io.creel.core.Stash;
import io.creel.schedulers.Worker;

/**
 * Brings runnable coroutines to a {@link PolicyProgram}: from a NIC that is polled, or from a stash that other threads
 * fill. Called on the worker's thread.
 */
@FunctionalInterface
public interface WorkSource {
    /**
     * Starts coroutines in, or moves them to, the entry of a policy.
     *
     * @param worker
     *            starts them
     * @param entry
     *            receives them; refuses when it is full or closed
     * @param max
     *            how many at most
     * @return how many came in
     */
    int poll(Worker worker, Stash entry, int max);

    /**
     * Returns whether a poll would bring something. If it would, a coroutine that has used up its slice makes room for
     * a poll; otherwise it runs on. Called inside coroutines; must be cheap and must not block.
     *
     * @return {@code true}, the default, if the source cannot tell: its worker looks at it at least once per slice
     */
    default boolean isReady() {
        return true;
    }
}
