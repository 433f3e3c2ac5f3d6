package io.creel.schedulers;

/** An idle strategy that may be asleep and can be woken; {@link Worker#wake()} uses it. */
public interface Wakeable {
    /**
     * Ends the present sleep, or else prevents the next one. The duty cycle that follows sees everything that the
     * caller has sent before. From any thread, also from inside a coroutine; never blocks.
     */
    void wake();

    /** Lets the next idling sleep without spinning first. Called by the thread that idles. */
    default void rest() {
    }
}
