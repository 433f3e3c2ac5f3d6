package io.creel.core.internal;

import io.creel.core.Coroutine;

/**
 * The target of a deadline that does not end a wait. A class and not an interface, because every due deadline asks
 * whether its target is one.
 */
public abstract class Expiring {
    /** For a subclass. */
    protected Expiring() {
    }

    /** {@return the coroutine that has set the deadline} */
    public abstract Coroutine owner();

    /** Notes that the time is up. Called once, on the thread of a carrier, outside coroutines. */
    public abstract void expire();
}
