package io.creel.schedulers.when;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.schedulers.Worker;

/**
 * Takes runnable coroutines from a stash, such as a ring that other threads fill: they push a handle and then call
 * {@link Worker#wake()}. The worker is the taker of the stash: when its group closes, what is in the stash is cancelled.
 */
public final class StashSource implements WorkSource {
    private final Stash inbound;
    private Worker taker;

    /**
     * Makes a source for one worker.
     *
     * @param inbound
     *            from where; only this source takes from it
     */
    public StashSource(Stash inbound) {
        this.inbound = inbound;
    }

    @Override
    public int poll(Worker worker, Stash entry, int max) {
        if (taker != worker) {
            taker = worker;
            inbound.takenBy(worker.carrier());
        }
        int moved = 0;
        while (moved < max && !entry.isClosed()) {
            Coroutine handle = inbound.pop();
            if (handle == null) {
                break;
            }
            if (!entry.push(handle)) {
                inbound.push(handle);
                break;
            }
            moved++;
        }
        return moved;
    }

    @Override
    public boolean isReady() {
        return !inbound.isEmpty();
    }
}
