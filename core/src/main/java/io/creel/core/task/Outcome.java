package io.creel.core.task;

/** The outcome of a {@link Task}: not ended, or ended in one of three ways. */
public enum Outcome {
    /** The task has not ended. */
    PENDING,
    /** The task has returned a value. */
    VALUE,
    /** The task has thrown. */
    ERROR,
    /** The task was cancelled: it has neither a value nor an error. */
    CANCELLED
}
