package io.creel.schedulers.when.fifo;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import io.creel.schedulers.when.When;
import java.util.function.BooleanSupplier;

/**
 * First in, first out, without a quantum: checkpoints never preempt.
 *
 * <p>
 * Threads: one worker's. Everything is O(1), a take O(1) per coroutine taken. A coroutine waits for all that came before it,
 * to their ends or suspensions.
 */
public final class Fifo implements When {
    private final String name;
    private final ListStash waiting;

    /**
     * Makes an empty queue.
     *
     * @param name
     *            what error messages and dumps call it, and its stash
     */
    public Fifo(String name) {
        this.name = name;
        waiting = new ListStash(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Stash entry() {
        return waiting;
    }

    @Override
    public Batch take(Batch batch) {
        return waiting.drain(batch, batch.capacity());
    }

    @Override
    public int size() {
        return waiting.size();
    }

    @Override
    public long quantumNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public long preemptions() {
        return 0;
    }

    /** Not needed: a coroutine runs on whether others wait or not. */
    @Override
    public void waitsOutside(BooleanSupplier outside) {
    }

    @Override
    public boolean expired(Coroutine running) {
        return false;
    }

    /** Nobody is preempted here; whoever is handed over by another policy goes to the end. */
    @Override
    public Coroutine suspended(Coroutine preempted) {
        return waiting.suspended(preempted);
    }
}
