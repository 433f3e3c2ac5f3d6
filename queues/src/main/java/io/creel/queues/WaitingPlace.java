package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;

/**
 * A stash from which a channel wakes. A woken handle goes from here to the ready stash, to its carrier or to its end in one
 * transition: in between it is in no variable, where a time-out could claim a copy of it by its epoch and the channel would
 * have woken a coroutine that runs already.
 */
abstract class WaitingPlace extends Stash {
    WaitingPlace(String name) {
        super(name);
    }

    /**
     * Puts an extracted coroutine into the ready stash. If that is full or throws, the coroutine goes on at the next
     * {@link io.creel.core.Carrier#poll() poll} of its carrier.
     *
     * @return whether it will use its wake-up: {@code false} if the ready stash is closed, and it was cancelled
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
