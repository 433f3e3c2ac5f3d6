package io.creel.core.internal;

import io.creel.core.Coroutine;
import java.util.Set;

/**
 * What the kernel asks of the package {@code io.creel.core.diagnostics}. The kernel knows that package only by the name of one class,
 * so that no class of the kernel depends on it.
 */
public abstract class Diagnostics {
    /** Whether a monitor that is held at a suspension is refused. */
    public static final boolean MONITORS = Checks.has(Checks.Check.MONITORS);
    /** Whether a lock of the thread that is held at a suspension is refused as well. */
    public static final boolean LOCKS = Checks.has(Checks.Check.LOCKS);

    private static final String IMPLEMENTATION = "io.creel.core.diagnostics.KernelDiagnostics";
    /** Written once, while the class of this name is initialized. */
    private static Diagnostics one;

    /** For the one implementation. */
    protected Diagnostics() {
    }

    /** Sets the one implementation. */
    public static void set(Diagnostics implementation) {
        one = implementation;
    }

    /** The one implementation. To be held in a {@code static final} field, so that the compiler knows it and inlines it. */
    public static Diagnostics get() {
        try {
            Class.forName(IMPLEMENTATION, true, Diagnostics.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new ExceptionInInitializerError(missing);
        }
        return one;
    }

    /** The first carrier of this JVM is being made. Called once, on any thread. */
    public abstract void begin();

    /** Remembers where a coroutine is made, if it is to; {@code null} if not. */
    public abstract LeakTrace track(Coroutine made);

    /** The locks of a thread that were taken before a coroutine is entered; for {@link #verifyNoLocks}. */
    public abstract Set<String> locksOutside(Thread thread);

    /**
     * Checks a coroutine that is about to suspend.
     *
     * @param outside
     *            the locks that the thread held before it entered the coroutine
     * @throws IllegalStateException
     *             if it holds a monitor, or a lock of its thread
     */
    public abstract void verifyNoLocks(Coroutine suspending, Thread thread, Set<String> outside);
}
