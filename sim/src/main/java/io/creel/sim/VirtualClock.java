package io.creel.sim;

import java.util.function.LongSupplier;

/**
 * The time of a simulation, in nanoseconds from 0. Policies are given it as their clock; only the simulation moves it.
 *
 * <p>
 * What policies read may be ahead of or behind the simulation's own time: a jump is one of the faults a plan can order.
 */
public final class VirtualClock implements LongSupplier {
    private long nowNs;
    private long skewNs;

    /** Makes a clock that shows 0. */
    public VirtualClock() {
    }

    /** The time as policies read it. */
    @Override
    public long getAsLong() {
        return nowNs + skewNs;
    }

    /** The simulation's own time. */
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

    /** From now on policies read a time that is further ahead, or behind where negative. */
    void jump(long byNs) {
        skewNs += byNs;
    }
}
