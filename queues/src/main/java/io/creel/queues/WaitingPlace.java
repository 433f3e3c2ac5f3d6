package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;

/**
 * A stash from which a channel wakes coroutines. A woken handle leaves it in one transition: to the ready stash, to its
 * carrier or to its end. In between, no variable holds the handle. If one did, a time-out could claim a copy of it by
 * its epoch, and the channel would wake a coroutine that already runs.
 */
abstract class WaitingPlace extends Stash {
    WaitingPlace(String name) {
        super(name);
    }

    /**
     * Pushes an extracted coroutine into the ready stash. If that stash is full or throws, the coroutine resumes at the
     * next {@link io.creel.core.Carrier#poll() poll} of its carrier.
     *
     * @return whether the coroutine will use its wake-up: {@code false} if the ready stash is closed and the coroutine
     *        was therefore cancelled
     */
    final boolean wake(Coroutine extracted, Stash ready) {
        boolean in;
        try {
            in = pass(extracted, ready);
        } catch (Throwable thrown) {
            wake(extracted);
            throw thrown;
        }
        if (!in && ready.isClosed()) {
            cancel(extracted);
            return false;
        }
        if (!in) {
            wake(extracted);
        }
        return true;
    }
}
