package io.creel.core;

import jdk.internal.misc.Unsafe;

/**
 * The scoped-value bindings of a thread, which a continuation neither takes along nor leaves behind. Saved and restored
 * around every entry of a stack, so that they belong to the coroutine.
 */
final class ScopedBindings {
    /** What the JDK calls a thread without bindings. */
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
