package io.creel.schedulers;

/**
 * What a worker does after a duty cycle: nothing if the cycle found work, and otherwise spin, park, or block in a driver. One object
 * per worker, called on the thread of that worker only, never from inside a coroutine. An implementation allocates nothing.
 *
 * <p>
 * A strategy that can be woken is {@link Wakeable} too, and one that knows when the next deadline is due is a {@link DeadlineIdle}.
 * The shape is that of Agrona's {@code IdleStrategy}; artifact {@code creel-agrona} adapts its strategies.
 */
public interface IdleStrategy {
    /**
     * Idles after a duty cycle, or begins anew if the cycle found work.
     *
     * @param workCount
     *            what the cycle returned: how many pieces of work it did, 0 for none
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

    /** Forgets the calls to {@link #idle()} so far: there was work. O(1). */
    void reset();
}
