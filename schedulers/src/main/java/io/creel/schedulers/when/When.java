package io.creel.schedulers.when;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.List;

/**
 * Order, batch and quantum of one queue: who of the runnable coroutines runs next, how many are taken at once, and for how
 * long each may run before it is asked to let others go first.
 *
 * <p>
 * Runnable coroutines come in three ways: <b>new</b> ones enter through {@link #entry()}; <b>resumed</b> ones, which had
 * waited for something else, enter there, too; <b>preempted</b> ones come through {@link #suspended}. They leave in one way:
 * {@link #take}.
 *
 * <p>
 * A policy is <b>pure order</b>: it knows no worker and no thread, and it may serve several workers, one after the other.
 * How long a coroutine has run is measured by the worker program, not by the policy.
 *
 * <p>
 * Threads: one at a time, which the caller sees to; only {@link #size}, {@link #preempts} and {@link #charge} are called by
 * any, at any time, also from inside coroutines. Nothing here blocks or allocates. A policy is work-conserving unless its
 * documentation says otherwise: {@link #take} brings something wherever something waits.
 */
public interface When {
    /** What error messages and dumps call it. */
    String name();

    /** Where runnable coroutines, new or resumed, wait for their turn; the target of an await where one worker takes. */
    Stash entry();

    /** Every stash it keeps handles in, the entry among them; always the same. For guards and for closing. */
    List<Stash> stashes();

    /**
     * Takes back a coroutine that was preempted at a checkpoint.
     *
     * @return {@code null}, or the same handle where there is no room: it runs on
     */
    Coroutine suspended(Coroutine preempted);

    /**
     * Moves the coroutines that run next into a batch.
     *
     * @param max
     *            how many at most; fewer where the policy wants, and what the batch has room for
     * @return the batch; nothing was added only where nothing waits here, or where the policy says when that may be
     */
    Batch take(Batch batch, int max);

    /** {@link #take(Batch, int)} of as many as the batch has room for. */
    default Batch take(Batch batch) {
        return take(batch, batch.remaining());
    }

    /** How many coroutines wait here; those in a batch do not count. From any thread; a moment's estimate. */
    int size();

    /** How long each coroutine of the batch taken last may run, in nanoseconds; {@link Long#MAX_VALUE} without a bound. */
    long quantumNs();

    /** How many coroutines were preempted so far. */
    long preemptions();

    /**
     * Whether something waits here that a coroutine whose quantum is used up should make room for. From any thread; a
     * moment's estimate.
     *
     * @param running
     *            who runs; not this policy's any more
     */
    default boolean preempts(Coroutine running) {
        return size() > 0;
    }

    /** Whether this policy needs {@link #charge}, and so a reading of the clock for each coroutine that is run. */
    default boolean accounts() {
        return false;
    }

    /**
     * On whose account a coroutine runs that was just taken: a tenant, a class. Asked before it runs, because its argument is
     * gone once it has ended.
     */
    default int account(Coroutine taken) {
        return 0;
    }

    /**
     * A coroutine has run. From any thread, at any time.
     *
     * @param account
     *            what {@link #account} said
     * @param ranNs
     *            how long, in nanoseconds
     */
    default void charge(int account, long ranNs) {
    }

    /**
     * When the coroutine that has waited longest became runnable, in nanoseconds of the placement's clock;
     * {@link Long#MAX_VALUE} where nothing waits. A policy that orders by anything else may answer for the coroutine it
     * serves next. Where nobody stamps handles (see {@link ReadyTime}) the value means nothing.
     */
    default long oldestReadyNs() {
        return Long.MAX_VALUE;
    }

    /**
     * Takes in coroutines of another queue. A policy in order of arrival puts each where it belongs by its ready time, so that
     * order survives; this one lets them enter as if they were new.
     */
    default void merge(Batch stolen) {
        for (Coroutine handle = stolen.take(); handle != null; handle = stolen.take()) {
            if (!entry().push(handle)) {
                handle.abandon();
            }
        }
    }
}
