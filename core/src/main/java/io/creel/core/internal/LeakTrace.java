package io.creel.core.internal;

/** Remembers where a coroutine was made. */
public interface LeakTrace {
    /** Notes that the coroutine has ended normally, so that it is no leak. Called once. */
    void ended();
}
