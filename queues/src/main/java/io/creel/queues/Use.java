package io.creel.queues;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * Notices, under assertions, that a stash or channel for one thread at a time is used twice at once: by two threads, or by a callback
 * of its own in the middle of an operation. That another thread may not use it at all, its
 * {@link io.creel.core.ThreadBinding} says.
 *
 * <p>
 * Both methods are written as {@code assert use.begin(...)} and {@code assert use.end()}: without assertions nothing is
 * left of them.
 */
final class Use {
    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(Use.class, "current", String.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final String kind;
    private final String name;
    private String current;

    Use(String stash) {
        this("stash", stash);
    }

    Use(String kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    boolean begin(String what) {
        String other = (String) CURRENT.compareAndExchange(this, null, what);
        if (other != null) {
            throw new IllegalStateException(
                    what + " refused, the " + kind + " is in use: " + kind + "=" + name + ", during=" + other);
        }
        return true;
    }

    /** Does something inside a guard; false where somebody else is inside. */
    static boolean inside(StashGuard guard, BooleanSupplier what) {
        if (!guard.tryEnter()) {
            return false;
        }
        try {
            return what.getAsBoolean();
        } finally {
            guard.leave();
        }
    }

    boolean end() {
        CURRENT.setRelease(this, null);
        return true;
    }
}
