package io.creel.schedulers.os;

import org.jspecify.annotations.Nullable;

/** The four readings of the calling thread's account. */
interface AccountCalls {
    /** Returns why there is no account, as a clause; {@code null} if there is one. */
    @Nullable
    String refusal();

    /** Returns {@code CLOCK_MONOTONIC}, in nanoseconds. */
    long wallNs();

    /** Returns the CPU time of the thread, in nanoseconds. */
    long cpuNs();

    /** Returns how long the thread has waited for a core, in nanoseconds. */
    long runDelayNs();

    /** Returns how often the thread has given up its core by itself. */
    long voluntarySwitches();

    /** Closes what the readings use. */
    void close();
}
