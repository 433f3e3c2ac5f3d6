package io.creel.schedulers.placement;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.schedulers.Machine;
import io.creel.schedulers.where.Where;
import java.util.function.LongSupplier;

/** The machine of real workers that serve a placement. Any thread. */
public final class PlacementMachine implements Machine {
    private final Placement placement;
    private final LongSupplier nanoClock;

    /**
     * Makes a machine on top of a placement.
     *
     * @param placement
     *            coroutines wait there for their turn
     * @param nanoClock
     *            the time in nanoseconds; read inside coroutines
     */
    public PlacementMachine(Placement placement, LongSupplier nanoClock) {
        this.placement = placement;
        this.nanoClock = nanoClock;
    }

    @Override
    public long nowNs() {
        return nanoClock.getAsLong();
    }

    /** Keeps the core busy for that time. Time that the operating system takes away meanwhile counts as work. */
    @Override
    public void work(long ns) {
        long leftNs = ns;
        long sinceNs = nanoClock.getAsLong();
        while (leftNs > 0) {
            Thread.onSpinWait();
            leftNs -= nanoClock.getAsLong() - sinceNs;
            Coroutine.checkpoint();
            sinceNs = nanoClock.getAsLong(); // time that others ran during the checkpoint does not count
        }
    }

    @CheckReturnValue
    @Override
    public boolean place(Coroutine handle) {
        return placement.place(handle, Where.NONE);
    }
}
