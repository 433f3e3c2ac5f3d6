package io.creel.schedulers.when;

import io.creel.core.Batch;
import io.creel.core.Slicing;
import io.creel.core.Stash;
import java.util.function.BooleanSupplier;

/**
 * Order, batch and quantum: who of the runnable coroutines runs next, how many are taken at once, and for how long each may
 * run before it is asked to let others go first.
 *
 * <p>
 * Runnable coroutines come in three ways: <b>new</b> ones start into {@link #entry()}; <b>resumed</b> ones, which had waited
 * for something else, are pushed there or await it ({@code Coroutine.await(when.entry())}); <b>preempted</b> ones come
 * through {@link #suspended} from {@link io.creel.core.Coroutine#checkpoint()}. They leave in one way: {@link #take}.
 *
 * <p>
 * Threads: one worker's, except where the entry says otherwise. Nothing here blocks or allocates; {@link #expired} is called
 * inside coroutines. A policy is work-conserving: {@link #take} brings something wherever something waits.
 */
public interface When extends Slicing {
    /** What error messages and dumps call it. */
    String name();

    /** Where runnable coroutines, new or resumed, wait for their turn; the target of an await. */
    Stash entry();

    /**
     * Moves the coroutines that run next into a batch, which must be resumed or emptied before the next take: what is still
     * in it counts as waiting work.
     *
     * @return the batch, so that it can be handed on to a worker's resume; empty only where nothing waits here
     */
    Batch take(Batch batch);

    /** How many coroutines wait here; those in a batch do not count. */
    int size();

    /** How long each coroutine of the batch taken last may run; {@link Long#MAX_VALUE} for as long as it likes. */
    long quantumNs();

    /** How many coroutines were preempted so far. */
    long preemptions();

    /**
     * Says how to see work that has not entered yet: a source not polled, an inbox. Asked inside coroutines whose slice is
     * used up, so it must be cheap and must not block. At first there is none.
     */
    void waitsOutside(BooleanSupplier outside);
}
