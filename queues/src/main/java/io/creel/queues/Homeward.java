package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;

/** The way of a woken coroutine that finds no place in the ready stash: to the carrier that ran it last. Holds nothing. */
final class Homeward extends Stash {
    Homeward(String name) {
        super(name);
    }

    /** Lets a handle that the caller owns go on at its carrier's next poll. From any thread. */
    void send(Coroutine handle) {
        claim(handle);
        wake(handle);
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    protected boolean insert(Coroutine handle) {
        return false;
    }

    @Override
    protected Coroutine extract() {
        return null;
    }
}
