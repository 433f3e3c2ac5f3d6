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
     *            answers {@code null} for a thread that is no guest; called inside the thread, must not block
     */
    public static void findBy(Function<Thread, Coroutine> lookup) {
        finder = Objects.requireNonNull(lookup, "lookup");
    }

    static Coroutine current() {
        return finder.apply(Thread.currentThread());
    }
}
