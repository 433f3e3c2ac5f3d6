package io.creel.schedulers;

/**
 * Decides what a worker does after a duty cycle: nothing if the cycle found work, otherwise spin, park, or block in a
 * driver. Each worker has an object of its own, and calls it on its thread only, never inside a coroutine. An
 * implementation allocates nothing.
 *
 * <p>
 * A strategy that can be woken also implements {@link Wakeable}; a strategy that uses the time of the next deadline
 * implements {@link DeadlineIdle}. The shape is that of Agrona's {@code IdleStrategy}; artifact {@code creel-agrona}
 * adapts its strategies.
 */
public interface IdleStrategy {
    /**
     * Idles after a duty cycle, or begins anew if the cycle found work.
     *
     * @param workCount
     *            the result of the cycle: how many pieces of work it did, 0 for none
     */
    default void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    /** Idles after a cycle that found no work. May grow more patient from one call to the next. */
    void idle();

    /**
     * {@return whether an idle worker soon gives up its core; {@code true} unless overridden} A strategy that spins for
     * ever returns {@code false}.
     */
    default boolean givesUpCore() {
        return true;
    }

    /** Forgets the calls to {@link #idle()} so far, because there was work. O(1). */
    void reset();
}
