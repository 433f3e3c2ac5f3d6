package io.creel.core;

import java.util.Objects;
import java.util.function.Function;

/** Tells which threads are guests. Whoever makes guests of threads installs the way to find them, once. */
public final class Guests {
    private static volatile Function<Thread, Coroutine> finder = thread -> null;

    private Guests() {
    }

    /**
     * Says how to find the coroutine of a virtual thread.
     *
     * @param lookup
     *            answers {@code null} for a thread that is no guest; called by any thread, must not block
     */
    public static void findBy(Function<Thread, Coroutine> lookup) {
        finder = Objects.requireNonNull(lookup, "lookup");
    }

    static Coroutine current() {
        return of(Thread.currentThread());
    }

    /** The coroutine of a thread; {@code null} if it is no guest. */
    static Coroutine of(Thread thread) {
        return finder.apply(thread);
    }
}
