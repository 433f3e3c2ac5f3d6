package io.creel.core;

/**
 * Who may resume a coroutine once it has started.
 *
 * <p>
 * The JIT compiler may remember the current thread across a suspension, so a coroutine that changes thread sees a stale
 * {@code Thread.currentThread()} unless the JVM runs with the {@code ControlIntrinsic} line of {@code creel.args}.
 */
public enum Mobility {
    /** Only the carrier that started it. A resume by another carrier becomes a push into the home carrier's inbox. */
    HOMED,
    /** Any carrier. Refused where the JVM lacks the protecting arguments. */
    ROAMING
}
