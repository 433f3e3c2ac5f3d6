package io.creel.schedulers.sim;

import io.creel.core.Batch;
import io.creel.core.Coroutine;

/**
 * What simulated cores drive: production placement and order, seen from the side of a worker's loop. An adapter only
 * translates; it decides nothing.
 *
 * <p>
 * Cores are numbered from 0. Called on the simulation's one thread.
 */
interface Mechanism {
    /** Any core that has nothing to do may look for the work. */
    int ANY = -1;
    /** Nobody needs to be told. */
    int NOBODY = -2;
    /** There is no room: the caller keeps the handle. */
    int FULL = -3;

    /**
     * Puts a handle where it waits for its turn.
     *
     * @param byCore
     *            which core does it, or -1 for the outside
     * @return the core that is to look, or {@link #ANY}, {@link #NOBODY} or {@link #FULL}
     */
    int place(Coroutine handle, int byCore);

    /** Fills the empty batch of a core with what it runs next; it stays empty where there is nothing for it. */
    void take(int core, Batch batch);

    /** Where the batch taken last by a core came from: its own queue, or {@code true} for that of another core. */
    boolean isStolen(int core);

    /** A core begins a handle or goes on with it. */
    void begins(int core, Coroutine handle);

    /** How long a core may run a handle that it has just begun; {@link Long#MAX_VALUE} for as long as it likes. */
    long quantumNs(int core, Coroutine handle);

    /** Whether the handle that runs on a core is to make room now. */
    boolean expired(int core, Coroutine handle);

    /** A handle was preempted on a core: it waits again; see {@link #place} for the answer. */
    int preempted(int core, Coroutine handle);

    /** A handle that ran on a core has ended. */
    void finished(int core, Coroutine handle, long serviceNs);

    /** How many handles wait, over all queues. */
    int waiting();

    /** Whether a core could take something now. */
    boolean mayTake(int core);
}
