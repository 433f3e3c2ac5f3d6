package io.creel.schedulers;

/**
 * Prepares the threads of a group's workers, such as their cores and their priority; see
 * {@link WorkerGroupBuilder#eachThread}.
 */
@FunctionalInterface
public interface WorkerThreadSetup {
    /**
     * Prepares the calling thread. Called on a worker's thread before its first cycle, and again on a thread that
     * replaces it.
     *
     * @param worker
     *            the worker of the thread
     */
    void begin(Worker worker);

    /**
     * {@return whether the threads must not spin} Then the group refuses an idle strategy that spins for ever. Unless
     * overridden, they may.
     */
    default boolean forbidsSpinning() {
        return false;
    }

    /**
     * {@return whether the threads go before those of other programs} Then the group's default idle strategy does not
     * spin: every spin would be taken from a thread that has work. The default is {@link #forbidsSpinning()}.
     */
    default boolean hasPriority() {
        return forbidsSpinning();
    }
}
