package io.creel.core;

/** How a wait with a time-out has ended. A cancellation is none of these: it throws. */
public enum WaitResult {
    /** A holder of the handle resumed the coroutine. */
    RESUMED,
    /** The time was up first: the coroutine was taken out of where it waited. */
    TIMED_OUT,
    /** The coroutine did not wait: the stash was full or closed, or the callback handed the coroutine straight back. */
    REFUSED
}
