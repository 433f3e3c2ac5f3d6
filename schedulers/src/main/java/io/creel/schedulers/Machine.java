package io.creel.schedulers;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;

/**
 * What a coroutine's body needs of the machine under it, so that the same body runs on real workers
 * ({@link io.creel.schedulers.placement.PlacementMachine}) and on the cores of a simulator
 * ({@code io.creel.sim.Simulation}): a clock, time on a core, and a place among those that may run.
 *
 * <p>
 * To wait for its turn again, a body transfers to the machine: {@code Coroutine.transfer(machine)}. Everything else, such as
 * stashes, locks and channels, a body uses as it is.
 */
public interface Machine extends TransferCallback {
    /** The time, in nanoseconds, from an origin of its own. Any thread. */
    long nowNs();

    /**
     * Keeps the core busy. Others get their turn on the way where the policy says so, as at a
     * {@link Coroutine#checkpoint()}.
     *
     * @param ns
     *            for so long, in nanoseconds, not counting the time of others; nothing happens where it is not positive
     * @throws IllegalStateException
     *             outside a coroutine
     * @throws io.creel.core.CoroutineCancelledException
     *             where it is cancelled
     */
    void work(long ns);

    /**
     * Makes a suspended coroutine runnable, by the policy.
     *
     * @param handle
     *            the caller's, until this says {@code true}
     * @return {@code false} where its queue is full: the handle is still the caller's, and it was counted
     * @throws IllegalStateException
     *             where somebody else owns the handle
     */
    @CheckReturnValue
    boolean place(Coroutine handle);

    /** Places a coroutine that transfers to this; one that is refused runs on at once. */
    @Override
    default Coroutine suspended(Coroutine self) {
        return place(self) ? null : self;
    }
}
