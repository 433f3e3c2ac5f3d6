package io.creel.schedulers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

/**
 * A clock that stands still between two calls of {@link #set}. It is meant for slices: a worker compares the time with
 * the end of the slice at every checkpoint, and reading the machine's clock would cost more than the checkpoint.
 * Durations measured with it may be one period too short or too long.
 *
 * <p>
 * One thread sets it, as often as slices are to be exact. Any thread reads it, and sees a new time a moment late.
 */
public final class CoarseClock implements LongSupplier {
    private static final VarHandle NOW;

    static {
        try {
            NOW = MethodHandles.lookup().findVarHandle(CoarseClock.class, "nowNs", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private long nowNs;

    /**
     * Makes a clock.
     *
     * @param beginNs
     *            the time it shows at first, in nanoseconds
     */
    public CoarseClock(long beginNs) {
        nowNs = beginNs;
    }

    /**
     * Sets the time. For one thread.
     *
     * @param timeNs
     *            the time it shows from now on, in nanoseconds
     */
    public void set(long timeNs) {
        NOW.setOpaque(this, timeNs);
    }

    @Override
    public long getAsLong() {
        return (long) NOW.getOpaque(this);
    }
}
