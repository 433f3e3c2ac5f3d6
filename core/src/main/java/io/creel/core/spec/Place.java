package io.creel.core.spec;

/** The place where code may run: the values of {@link RunsOn}. */
public enum Place {
    /** On the stack of a carrier, outside every coroutine: must not suspend. */
    CARRIER,
    /** On the stack of a coroutine: may suspend. */
    COROUTINE
}
