package io.creel.net.internal;

import org.jspecify.annotations.Nullable;

/**
 * Runs steps that must all be done, even if one of them throws: the first exception is thrown at the end, with later
 * ones suppressed in it. Threads: any.
 */
public final class Faults {
    /** The largest number of suppressed exceptions, so that a device that always throws fills no memory. */
    private static final int MAX_SUPPRESSED = 8;

    private Faults() {
    }

    /**
     * Adds an exception to an earlier one.
     *
     * @param first the earlier exception, or {@code null}
     * @param next the new exception
     * @return the exception to throw
     */
    public static Throwable join(@Nullable Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        if (first != next && first.getSuppressed().length < MAX_SUPPRESSED) {
            first.addSuppressed(next);
        }
        return first;
    }

    /**
     * Throws an earlier exception, whatever its type.
     *
     * @param fault the exception, or {@code null} to throw nothing
     */
    public static void rethrow(@Nullable Throwable fault) {
        if (fault != null) {
            Faults.<RuntimeException>raise(fault);
        }
    }

    @SuppressWarnings("unchecked") // erased: the caller's exception keeps its type
    private static <T extends Throwable> void raise(Throwable fault) throws T {
        throw (T) fault;
    }

    /**
     * Runs every step, in order.
     *
     * @param steps the steps
     */
    public static void all(Runnable... steps) {
        Throwable fault = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (Throwable next) {
                fault = join(fault, next);
            }
        }
        rethrow(fault);
    }
}
