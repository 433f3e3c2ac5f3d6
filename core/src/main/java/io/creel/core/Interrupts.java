package io.creel.core;

import jdk.internal.misc.Unsafe;

/**
 * Reads and sets the interrupt status of a thread. Reads the same field as {@link Thread#isInterrupted}, but by one
 * load: virtual threads override that method, and every switch reads the status.
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
