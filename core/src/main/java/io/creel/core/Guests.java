package io.creel.core;

import java.util.Objects;
import java.util.function.Function;

/**
 * Finds the coroutine of a thread that is a {@link Guest}. The module that makes guests of threads installs the lookup,
 * once.
 */
public final class Guests {
    private static volatile Function<Thread, Coroutine> finder = thread -> null;

    private Guests() {
    }

    /**
     * Installs the lookup.
     *
     * @param lookup
     *            returns the coroutine of a virtual thread, or {@code null} if the thread is no guest; called by any
     *            thread, must not block
     */
    public static void findBy(Function<Thread, Coroutine> lookup) {
        finder = Objects.requireNonNull(lookup, "lookup");
    }

    static Coroutine current() {
        return of(Thread.currentThread());
    }

    /** Returns the coroutine of a thread; {@code null} if the thread is no guest. */
    static Coroutine of(Thread thread) {
        return finder.apply(thread);
    }
}
