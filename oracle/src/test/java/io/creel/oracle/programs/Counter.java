package io.creel.oracle.programs;

import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.RequiresLock;

/** A number that needs its lock. */
final class Counter {
    final CoroutineLock lock = new CoroutineLock("counter");
    private int value;

    @RequiresLock("lock")
    void add() {
        value++;
    }

    int value() {
        return value;
    }
}
