package io.creel.schedulers.when;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Place;
import io.creel.core.spec.Result;
import io.creel.core.spec.Returns;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Transfers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides the order, batch and quantum of one queue: which runnable coroutine runs next, how many are taken at once,
 * and for how long each may run before it is asked to let others go first.
 *
 * <p>
 * Runnable coroutines come in three ways: <b>new</b> ones enter through {@link #entry()}; <b>resumed</b> ones, which
 * had waited for something else, enter there, too; <b>preempted</b> ones come through {@link #suspended}. They leave in
 * one way: {@link #take}.
 *
 * <p>
 * A policy is <b>pure order</b>: it knows no worker and no thread, and it may serve several workers, one after the
 * other. The worker program measures how long a coroutine has run; the policy does not.
 *
 * <p>
 * Threads: one at a time, which the caller ensures. Only {@link #size}, {@link #preempts} and {@link #charge} may be
 * called by any thread at any time, also from inside coroutines. Nothing here blocks or allocates. A policy is
 * work-conserving unless its documentation says otherwise: {@link #take} returns a handle whenever one waits.
 */
public interface When {
    /** {@return the name of the policy in error messages and dumps} */
    String name();

    /**
     * {@return the stash in which runnable coroutines, new or resumed, wait for their turn} If only one worker takes
     * from it, a coroutine may await it directly.
     */
    Stash entry();

    /**
     * {@return every stash in which the policy keeps handles, the entry among them; always the same} Used by guards and
     * for closing.
     */
    List<Stash> stashes();

    /**
     * Takes back a coroutine that was preempted at a checkpoint.
     *
     * @param preempted
     *            owned by the policy if this returns {@code null}
     * @return {@code null}, or the same handle if there is no room: it runs on
     */
    @RunsOn(Place.CARRIER)
    @Returns("preempted")
    @Nullable
    Coroutine suspended(@Transfers(when = Result.NULL) Coroutine preempted);

    /**
     * Moves the coroutines that run next into a batch.
     *
     * @param batch
     *            receives the handles, behind those it holds
     * @param max
     *            how many at most; fewer if the policy decides so or the batch has less room
     * @return the batch; nothing was added only if nothing waits here, or in the cases that the policy documents
     */
    @Changes
    @Returns("batch")
    Batch take(@Changes Batch batch, int max);

    /**
     * Does {@link #take(Batch, int)} for as many handles as the batch has room for.
     *
     * @param batch
     *            receives the handles, behind those it holds
     * @return the batch
     */
    default Batch take(Batch batch) {
        return take(batch, batch.remaining());
    }

    /** {@return how many coroutines wait here; those in a batch do not count} From any thread; a moment's estimate. */
    int size();

    /**
     * {@return how long each coroutine of the batch taken last may run, in nanoseconds; {@link Long#MAX_VALUE} without
     * a bound}
     */
    long quantumNs();

    /** {@return how many coroutines were preempted so far} */
    long preemptions();

    /**
     * Returns whether something waits here for which a coroutine that has used up its quantum should make room. From
     * any thread.
     *
     * @param running
     *            the running coroutine, which this policy does not own
     * @return a moment's estimate
     */
    default boolean preempts(Coroutine running) {
        return size() > 0;
    }

    /**
     * {@return whether this policy needs {@link #charge}, and so a reading of the clock for each coroutine that is run}
     */
    default boolean accounts() {
        return false;
    }

    /**
     * Returns the account of a coroutine that was just taken: a tenant, a class. Called before the coroutine runs,
     * because its argument is gone once it has ended.
     *
     * @param taken
     *            owned by the worker; the policy may look at it but not change it
     * @return the account to pass to {@link #charge}
     */
    default int account(Coroutine taken) {
        return 0;
    }

    /**
     * Adds a run to an account. From any thread, at any time.
     *
     * @param account
     *            as {@link #account} returned it
     * @param ranNs
     *            how long the coroutine ran, in nanoseconds
     */
    default void charge(int account, long ranNs) {
    }

    /**
     * Returns when the coroutine that has waited longest became runnable. A policy with another order may answer for
     * the coroutine it serves next. If handles are not stamped (see {@link ReadyTime}), the value means nothing.
     *
     * @return nanoseconds of the placement's clock; {@link Long#MAX_VALUE} if nothing waits
     */
    default long oldestReadyNs() {
        return Long.MAX_VALUE;
    }

    /**
     * Returns when a coroutine that was just taken became runnable. The default is its stamp. A policy that keeps its
     * handles under keys of their own has overwritten the stamp and returns {@link ReadyTime#UNKNOWN}; their latencies
     * are then not recorded.
     *
     * @param taken
     *            owned by the worker
     * @return nanoseconds of the placement's clock; it means nothing if handles are not stamped
     */
    default long readyNs(Coroutine taken) {
        return ReadyTime.of(taken);
    }

    /**
     * Takes in coroutines of another queue. A policy in order of arrival sorts each in by its ready time, so that order
     * survives; the default lets them enter as if they were new.
     *
     * @param stolen
     *            empty afterwards
     */
    default void merge(@Changes Batch stolen) {
        Stash entry = entry();
        for (Coroutine handle = stolen.take(); handle != null; handle = stolen.take()) {
            if (!entry.push(handle)) {
                handle.abandon();
            }
        }
    }
}
