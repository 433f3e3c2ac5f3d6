package io.creel.core;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the coroutine of a thread that is a {@link Guest}. The module that makes guests of threads installs the lookup,
 * once.
 */
public final class Guests {
    private static volatile Function<Thread, @Nullable Coroutine> finder = thread -> null;

    private Guests() {
    }

    /**
     * Installs the lookup.
     *
     * @param lookup
     *            returns the coroutine of a virtual thread, or {@code null} if the thread is no guest; called by any
     *            thread, must not block
     */
    public static void findBy(Function<Thread, @Nullable Coroutine> lookup) {
        finder = Objects.requireNonNull(lookup, "lookup");
    }

    static @Nullable Coroutine current() {
        return of(Thread.currentThread());
    }

    /** Returns the coroutine of a thread; {@code null} if the thread is no guest. */
    static @Nullable Coroutine of(Thread thread) {
        return finder.apply(thread);
    }
}
