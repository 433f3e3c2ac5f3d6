package io.creel.core;

/** The state of a coroutine, as {@link Coroutine#state()} returns it and error messages print it. */
public enum CoroutineState {
    /** Created and not begun; held by a variable. */
    UNSTARTED,
    /** Suspended and held by a variable. */
    SUSPENDED,
    /** Begun or not, held by a {@link Stash} or a {@link Batch}. */
    STASHED,
    /**
     * The coroutine of a {@link Guest} that does not wait in Creel: its thread has not begun, or blocks, or is runnable
     * and its queue is full. The guest owns the handle, and every other use of it is refused.
     */
    BLOCKED,
    /** Running on a carrier now. */
    RUNNING,
    /** Ended normally. */
    COMPLETED,
    /** Ended by an exception. */
    FAILED,
    /** Ended by cancellation. */
    CANCELLED;

    /** {@return whether the coroutine has ended: completed, failed or cancelled} */
    public boolean isEnd() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
