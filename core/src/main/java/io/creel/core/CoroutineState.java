package io.creel.core;

/** What a coroutine is doing, as {@link Coroutine#state()} tells and error messages print. */
public enum CoroutineState {
    /** Created, not begun, held by a variable. */
    UNSTARTED,
    /** Suspended and held by a variable. */
    SUSPENDED,
    /** Begun or not, held by a {@link Stash} or a {@link Batch}. */
    STASHED,
    /**
     * A {@link Guest} that does not wait in Creel: its thread has not begun, or blocks, or is runnable and its queue is full. Its
     * handle is its guest's, and every other use of it is refused.
     */
    BLOCKED,
    /** On a carrier now. */
    RUNNING,
    /** Ended normally. */
    COMPLETED,
    /** Ended by an exception. */
    FAILED,
    /** Ended by cancellation. */
    CANCELLED;

    /** Whether the coroutine has ended, in whichever way. */
    public boolean isEnd() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
