package io.creel.schedulers.program;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Takes runnable coroutines from a stash, such as a ring that other threads fill: they push a handle and then call
 * {@link Worker#wake()}. The worker is the taker of the stash: when its group closes, the handles in the stash are
 * cancelled.
 */
public final class StashSource implements WorkSource {
    private final Stash inbound;
    /**
     * Holds the handle that the entry refused last, which is tried first. It is a stash, so that the close of its
     * taker's group cancels the handle.
     */
    private final Stash refused;
    private @Nullable Worker taker;

    /**
     * Makes a source for one worker.
     *
     * @param inbound
     *            the stash to take from; only this source takes from it
     */
    public StashSource(Stash inbound) {
        this.inbound = inbound;
        refused = new ListStash("refused of " + inbound);
    }

    @Override
    public int poll(Worker worker, Stash entry, int max) {
        if (taker != worker) {
            taker = worker;
            inbound.takenBy(worker.carrier());
            refused.takenBy(worker.carrier());
        }
        int moved = 0;
        while (moved < max && !entry.isClosed()) {
            Coroutine handle = next();
            if (handle == null) {
                break;
            }
            if (!entry.push(handle)) {
                keep(handle);
                break;
            }
            moved++;
        }
        return moved;
    }

    @Acquires(when = Result.NON_NULL)
    private @Nullable Coroutine next() {
        Coroutine first = refused.pop();
        return first == null ? inbound.pop() : first;
    }

    /**
     * Keeps a refused handle. It does not go back into the inbound stash, which other threads may have filled or closed
     * meanwhile.
     */
    private void keep(@Transfers Coroutine handle) {
        if (!refused.push(handle)) {
            handle.abandon(); // the group closes
        }
    }

    @Override
    public boolean isReady() {
        return !refused.isEmpty() || !inbound.isEmpty();
    }
}
