package io.creel.schedulers;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import org.jspecify.annotations.Nullable;

/**
 * The machine on which a coroutine's body runs: a clock, time on a core, and a place among the runnable coroutines.
 * With it the same body runs on real workers ({@link io.creel.schedulers.placement.PlacementMachine}) and on the cores
 * of a simulator ({@code io.creel.sim.Simulation}).
 *
 * <p>
 * To wait for its turn again, a body transfers to the machine: {@code Coroutine.transfer(machine)}. A body uses
 * everything else, such as stashes, locks and channels, directly.
 */
public interface Machine extends TransferCallback {
    /** {@return the time in nanoseconds, from an origin of its own} Any thread. */
    long nowNs();

    /**
     * Keeps the core busy. Other coroutines get their turn on the way if the policy says so, as at a
     * {@link Coroutine#checkpoint()}.
     *
     * @param ns
     *            for how long, in nanoseconds, not counting the time of other coroutines; nothing happens if it is not
     *            positive
     * @throws IllegalStateException
     *            outside a coroutine
     * @throws io.creel.core.CoroutineCancelledException
     *            if the coroutine is cancelled
     */
    @Suspends
    void work(long ns);

    /**
     * Makes a suspended coroutine runnable, by the policy.
     *
     * @param handle
     *            owned by the caller until this returns {@code true}
     * @return {@code false} if its queue is full: the caller still owns the handle, and the refusal was counted
     * @throws IllegalStateException
     *            if the handle has another owner
     */
    @CheckReturnValue
    boolean place(@Transfers(when = Result.TRUE) Coroutine handle);

    /** Places a coroutine that transfers to this machine; a coroutine that is refused runs on at once. */
    @Override
    default @Nullable Coroutine suspended(Coroutine self) {
        return place(self) ? null : self;
    }
}
