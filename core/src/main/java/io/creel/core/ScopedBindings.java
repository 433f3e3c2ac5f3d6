package io.creel.core;

import jdk.internal.misc.Unsafe;

/**
 * Reads and writes the scoped-value bindings of a thread. A continuation neither takes them along nor leaves them
 * behind. The carrier saves and restores them around every entry of a stack, so that they belong to the coroutine.
 */
final class ScopedBindings {
    /** The value of the JDK's field for a thread without bindings. */
    static final Object NONE = Thread.class;

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long FIELD = UNSAFE.objectFieldOffset(Thread.class, "scopedValueBindings");

    private ScopedBindings() {
    }

    static Object of(Thread thread) {
        return UNSAFE.getReference(thread, FIELD);
    }

    static void set(Thread thread, Object bindings) {
        UNSAFE.putReference(thread, FIELD, bindings);
    }
}
