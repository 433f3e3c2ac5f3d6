package io.creel.core;

/** How a wait with a time-out has ended. A cancellation is not among the results, because it throws. */
public enum WaitResult {
    /** A holder of the handle resumed the coroutine. */
    RESUMED,
    /** The time was up first, and the coroutine was removed from the stash that held it. */
    TIMED_OUT,
    /** The coroutine did not wait: the stash was full or closed, or the callback returned the same handle. */
    REFUSED
}
