package io.creel.core.internal;

/** What remembers where a coroutine was made. */
public interface LeakTrace {
    /** The coroutine has ended as it should. Called once. */
    void ended();
}
