package io.creel.core.internal;

import io.creel.core.Coroutine;

/** What a deadline ends, if it is not a wait. A class, because every deadline that comes asks whether its target is one. */
public abstract class Expiring {
    /** For a subclass. */
    protected Expiring() {
    }

    /** The coroutine that has set the deadline. */
    public abstract Coroutine owner();

    /** The time is up. Called once, on the thread of a carrier, outside coroutines. */
    public abstract void expire();
}
