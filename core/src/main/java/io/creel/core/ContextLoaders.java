package io.creel.core;

import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the context class loader of a thread by one load, without the permission check of
 * {@link Thread#getContextClassLoader}. A continuation neither takes the loader along nor leaves it behind, so the
 * carrier resets it whenever a coroutine suspends or ends.
 */
final class ContextLoaders {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long FIELD = UNSAFE.objectFieldOffset(Thread.class, "contextClassLoader");

    private ContextLoaders() {
    }

    /** Reads the field plainly, because a thread asks about itself. */
    static Object of(Thread self) {
        return UNSAFE.getReference(self, FIELD);
    }

    static void set(Thread self, @Nullable Object loader) {
        UNSAFE.putReferenceVolatile(self, FIELD, loader);
    }
}
