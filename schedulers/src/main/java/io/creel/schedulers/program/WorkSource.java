package io.creel.schedulers.program;

import io.creel.core.Stash;
import io.creel.schedulers.Worker;

/**
 * Where a {@link PolicyProgram} gets runnable coroutines from: a NIC that is polled, a stash that other threads fill. Called
 * on the worker's thread.
 */
@FunctionalInterface
public interface WorkSource {
    /**
     * Starts coroutines in, or moves them to, the entry of a policy.
     *
     * @param worker
     *            who starts them
     * @param entry
     *            where they wait; refuses when it is full or closed
     * @param max
     *            how many at most
     * @return how many came in
     */
    int poll(Worker worker, Stash entry, int max);

    /**
     * Whether a poll would bring something: a coroutine whose slice is used up lets it happen then, and runs on otherwise.
     * Asked inside coroutines; must be cheap and must not block. A source that cannot tell says {@code true}, as this does:
     * its worker looks at it at least once per slice.
     */
    default boolean isReady() {
        return true;
    }
}
