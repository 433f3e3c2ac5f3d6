package io.creel.schedulers.where;

import java.util.concurrent.atomic.AtomicInteger;

/** Hands out numbers in turn, to any number of threads. */
public final class Turns {
    private final AtomicInteger turn = new AtomicInteger();

    /** Begins with 0. */
    public Turns() {
    }

    /**
     * Returns the next number, wrapping around at the bound.
     *
     * @param bound
     *            at least 1
     * @return from 0 to {@code bound - 1}
     */
    public int next(int bound) {
        return Integer.remainderUnsigned(turn.getAndIncrement(), bound);
    }
}
