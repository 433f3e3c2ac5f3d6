package io.creel.schedulers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

/**
 * A clock that stands still between two {@link #set}s: for slices, whose end is looked for at every checkpoint, and where reading
 * the machine's clock would cost more than the checkpoint. What is measured by it may be one period too short or too long.
 *
 * <p>
 * One thread sets it, as often as slices are to be exact; any thread reads, and sees it a moment late.
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
     *            what it shows at first, in nanoseconds
     */
    public CoarseClock(long beginNs) {
        nowNs = beginNs;
    }

    /** Moves it on. */
    public void set(long timeNs) {
        NOW.setOpaque(this, timeNs);
    }

    @Override
    public long getAsLong() {
        return (long) NOW.getOpaque(this);
    }
}
