package io.creel.sim;

import java.util.function.LongSupplier;

/**
 * The time of a simulation, in nanoseconds from 0. Policies get it as their clock; only the simulation moves it.
 *
 * <p>
 * The time that policies read may be ahead of or behind the simulation's own time: a jump is one of the faults in a
 * plan.
 */
public final class VirtualClock implements LongSupplier {
    private long nowNs;
    private long skewNs;

    /** Makes a clock that shows 0. */
    public VirtualClock() {
    }

    /** {@return the time as policies read it} */
    @Override
    public long getAsLong() {
        return nowNs + skewNs;
    }

    /** {@return the simulation's own time, in nanoseconds} */
    public long nowNs() {
        return nowNs;
    }

    /** Moves the simulation's time, forward only. */
    void advanceTo(long timeNs) {
        if (timeNs < nowNs) {
            throw new IllegalStateException("time goes backwards: nowNs=" + nowNs + ", toNs=" + timeNs);
        }
        nowNs = timeNs;
    }

    /** Shifts the time that policies read from now on: forward, or back if negative. */
    void jump(long byNs) {
        skewNs += byNs;
    }
}
