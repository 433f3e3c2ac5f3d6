package io.creel.jmh.stash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The least cost of ownership: one word that is taken by compare-and-set, because a handle in a variable may have
 * copies, and released by a store. The remaining cost of a stash is its own.
 */
final class Claim {
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(Claim.class, "word", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private volatile long word = 1;

    void take() {
        if (!WORD.compareAndSet(this, 0L, 1L)) {
            throw new IllegalStateException("taken twice");
        }
    }

    void release() {
        WORD.setRelease(this, 0L);
    }
}
