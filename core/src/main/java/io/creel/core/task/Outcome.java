package io.creel.core.task;

/** How a {@link Task} stands: not ended, or ended in one of three ways. */
public enum Outcome {
    /** It has not ended. */
    PENDING,
    /** It has returned a value. */
    VALUE,
    /** It has thrown. */
    ERROR,
    /** It was cancelled: neither value nor error. */
    CANCELLED
}
