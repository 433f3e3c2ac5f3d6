package io.creel.schedulers;

/** What may be asleep and can be woken: the role of an idle strategy that {@link Worker#wake()} looks for. */
public interface Wakeable {
    /**
     * Ends the present sleep, or else prevents the next one. What the caller has sent before is seen by the duty cycle that
     * follows. From any thread, also from inside a coroutine; never blocks.
     */
    void wake();
}
