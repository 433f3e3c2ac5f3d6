package io.creel.ip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Keeps the workers of one host apart for a few instructions, for tables that all connections share. A holder neither
 * suspends nor calls back, and takes no other guard and no lock. The guard of a host that one worker runs does nothing.
 *
 * <p>
 * Threads: any. Spins, and yields the processor after a while, because the holder may have been descheduled. Not
 * re-entrant.
 */
public final class ShortGuard {
    private static final int SPINS = 100;
    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(ShortGuard.class, "held", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final boolean shared;
    /** 1 while a thread is inside. Taken by compare-and-set, released by a release store. */
    private volatile int held;

    /**
     * Makes a guard.
     *
     * @param shared whether more than one worker may come
     */
    public ShortGuard(boolean shared) {
        this.shared = shared;
    }

    /** {@return whether more than one worker may come} */
    public boolean isShared() {
        return shared;
    }

    /** Enters; an acquire. */
    public void enter() {
        if (shared) {
            for (int tries = 0; held != 0 || !HELD.compareAndSet(this, 0, 1); tries++) {
                if (tries < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }
    }

    /** Leaves; a release. */
    public void exit() {
        if (shared) {
            HELD.setRelease(this, 0);
        }
    }
}
