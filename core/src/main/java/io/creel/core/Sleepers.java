package io.creel.core;

import io.creel.core.internal.WaitQueue;

/** The queue of the coroutines that wait for a time only. */
final class Sleepers extends WaitQueue {
    Sleepers(String name) {
        super(name);
    }

    @Override
    protected boolean admits(Coroutine arriving) {
        return false;
    }
}
