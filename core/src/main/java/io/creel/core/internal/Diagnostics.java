package io.creel.core.internal;

import io.creel.core.Coroutine;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the kernel to the package {@code io.creel.core.diagnostics}. The kernel knows that package only by the
 * name of one class, so no class of the kernel depends on it.
 */
public abstract class Diagnostics {
    /** Whether a suspension that holds a monitor is refused. */
    public static final boolean MONITORS = Checks.has(Checks.Check.MONITORS);
    /** Whether a suspension that holds a lock of its thread is refused as well. */
    public static final boolean LOCKS = Checks.has(Checks.Check.LOCKS);

    private static final String IMPLEMENTATION = "io.creel.core.diagnostics.KernelDiagnostics";
    /** The implementation. Written once, by the static initialiser of the class named above. */
    private static @Nullable Diagnostics one;

    /** For the one implementation. */
    protected Diagnostics() {
    }

    /**
     * Installs the implementation.
     *
     * @param implementation
     *            the one instance
     */
    public static void set(Diagnostics implementation) {
        one = implementation;
    }

    /**
     * Returns the implementation. Hold it in a {@code static final} field, so that the compiler knows it and inlines
     * its methods.
     *
     * @return the one instance
     */
    @SuppressWarnings("NullAway") // the class that is looked up here has set it
    public static Diagnostics get() {
        try {
            Class.forName(IMPLEMENTATION, true, Diagnostics.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new ExceptionInInitializerError(missing);
        }
        return one;
    }

    /** Notes that the first carrier of this JVM is being made. Called once, on any thread. */
    public abstract void begin();

    /**
     * Notes where a coroutine is made, if it is to be tracked.
     *
     * @param made
     *            the coroutine
     * @return the trace to end with the coroutine; {@code null} if the coroutine is not tracked
     */
    public abstract @Nullable LeakTrace track(Coroutine made);

    /**
     * Notes that a coroutine could not suspend.
     *
     * @param coroutine
     *            the coroutine
     * @param frame
     *            the frame that cannot be moved
     */
    public abstract void pinned(@Nullable Coroutine coroutine, String frame);

    /**
     * Returns the locks that a thread has taken before it enters a coroutine, for {@link #verifyNoLocks}.
     *
     * @param thread
     *            the thread of a carrier
     * @return names that tell the locks apart
     */
    public abstract Set<String> locksOutside(Thread thread);

    /**
     * Checks a coroutine that is about to suspend.
     *
     * @param suspending
     *            the coroutine that runs the caller
     * @param thread
     *            the thread of its carrier
     * @param outside
     *            the locks that the thread held before it entered the coroutine
     * @throws IllegalStateException
     *             if the coroutine holds a monitor, or a lock of its thread
     */
    public abstract void verifyNoLocks(Coroutine suspending, Thread thread, Set<String> outside);

    /** {@return whether the running coroutine, which is the caller, holds a monitor} */
    public abstract boolean holdsMonitor();
}
