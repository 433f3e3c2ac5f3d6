package io.creel.schedulers.where;

import java.util.concurrent.atomic.AtomicInteger;

/** By turns, for any number of threads. */
public final class Turns {
    private final AtomicInteger turn = new AtomicInteger();

    /** Begins with 0. */
    public Turns() {
    }

    /** The next of so many, from 0 and around. */
    public int next(int bound) {
        return Integer.remainderUnsigned(turn.getAndIncrement(), bound);
    }
}
