package io.creel.jmh.coroutine;

/** What the stack of a coroutine does between two suspensions. */
public enum Shape {
    /** The loop is in the innermost frame: the frames above it stay where they are. */
    STAY,
    /** The loop is in the outermost frame: all frames return after each resume and are called again. */
    RETURN
}
