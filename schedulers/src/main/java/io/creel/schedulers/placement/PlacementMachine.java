package io.creel.schedulers.placement;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.schedulers.Machine;
import io.creel.schedulers.where.Where;
import java.util.function.LongSupplier;

/** The real machine: workers that serve a placement. Any thread. */
public final class PlacementMachine implements Machine {
    private final Placement placement;
    private final LongSupplier nanoClock;

    /**
     * Names what is under the bodies.
     *
     * @param placement
     *            where coroutines wait for their turn
     * @param nanoClock
     *            the time; read inside coroutines
     */
    public PlacementMachine(Placement placement, LongSupplier nanoClock) {
        this.placement = placement;
        this.nanoClock = nanoClock;
    }

    @Override
    public long nowNs() {
        return nanoClock.getAsLong();
    }

    /** Burns the time. What the operating system takes away meanwhile counts as work. */
    @Override
    public void work(long ns) {
        long leftNs = ns;
        long sinceNs = nanoClock.getAsLong();
        while (leftNs > 0) {
            Thread.onSpinWait();
            leftNs -= nanoClock.getAsLong() - sinceNs;
            Coroutine.checkpoint();
            sinceNs = nanoClock.getAsLong(); // what others ran at the checkpoint is not ours
        }
    }

    @CheckReturnValue
    @Override
    public boolean place(Coroutine handle) {
        return placement.place(handle, Where.NONE);
    }
}
