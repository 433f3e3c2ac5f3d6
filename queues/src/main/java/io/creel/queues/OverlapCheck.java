package io.creel.queues;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks, under assertions, that two operations of a single-threaded stash or channel do not overlap: operations of two
 * threads, or an operation called by a callback in the middle of another one. A second check,
 * {@link io.creel.core.ThreadBinding}, refuses every use by another thread.
 *
 * <p>
 * Callers write {@code assert use.begin(...)} and {@code assert use.end()}, so without assertions nothing is left of
 * the calls.
 */
final class OverlapCheck {
    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(OverlapCheck.class, "current", String.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final String kind;
    private final String name;
    private @Nullable String current;

    OverlapCheck(String stash) {
        this("stash", stash);
    }

    OverlapCheck(String kind, String name) {
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

    /** Runs an operation inside a guard. Returns {@code false} if another thread is inside. */
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
