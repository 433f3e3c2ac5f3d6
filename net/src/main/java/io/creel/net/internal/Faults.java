package io.creel.net.internal;

/**
 * Steps that are all done, also if one of them throws: the first exception is thrown at the end, with later ones suppressed in
 * it. Any thread.
 */
public final class Faults {
    /** Of one exception, so that a device that throws without end fills no memory. */
    private static final int MAX_SUPPRESSED = 8;

    private Faults() {
    }

    /** Adds an exception to what was thrown before, which may be null; returns the one to throw. */
    public static Throwable join(Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        if (first != next && first.getSuppressed().length < MAX_SUPPRESSED) {
            first.addSuppressed(next);
        }
        return first;
    }

    /** Throws what was thrown before, whatever its type; nothing if it is null. */
    public static void rethrow(Throwable fault) {
        if (fault != null) {
            Faults.<RuntimeException>raise(fault);
        }
    }

    @SuppressWarnings("unchecked") // erased: the caller's exception goes on as it is
    private static <T extends Throwable> void raise(Throwable fault) throws T {
        throw (T) fault;
    }

    /** Does every step, in order. */
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
