package io.creel.core;

import jdk.internal.misc.Unsafe;

/**
 * The interrupt status of a thread. Read where {@link Thread#isInterrupted} reads it, but as one load: that method is overridden by
 * virtual threads, and every switch asks.
 */
final class Interrupts {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long FIELD = UNSAFE.objectFieldOffset(Thread.class, "interrupted");

    private Interrupts() {
    }

    static boolean isPending(Thread thread) {
        return UNSAFE.getBooleanOpaque(thread, FIELD);
    }

    /** Sets the status of the calling thread. */
    static void set(Thread self, boolean pending) {
        if (isPending(self) == pending) {
            return;
        }
        if (pending) {
            self.interrupt();
        } else {
            Thread.interrupted();
        }
    }
}
