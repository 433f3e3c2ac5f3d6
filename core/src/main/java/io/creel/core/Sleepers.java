package io.creel.core;

import io.creel.core.internal.WaitQueue;

/** Where coroutines wait for nothing but a time. */
final class Sleepers extends WaitQueue {
    Sleepers(String name) {
        super(name);
    }

    @Override
    protected boolean admits(Coroutine arriving) {
        return false;
    }
}
