package io.creel.schedulers.when;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import org.jspecify.annotations.Nullable;

/**
 * The time at which a coroutine became runnable, written into the handle itself. With it a queue can tell how long its
 * oldest handle has waited, and a thief can merge by age, without allocation. It is kept in the key of the handle: it
 * lasts until a keyed stash writes a key of its own there.
 */
public final class ReadyTime {
    /** The ready time of a coroutine whose queue does not know it. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private ReadyTime() {
    }

    /**
     * Stamps a handle that the caller owns; does nothing to a handle that has another owner.
     *
     * @param handle
     *            the handle
     * @param readyNs
     *            when it became runnable, in nanoseconds of the placement's clock
     */
    public static void stamp(Coroutine handle, long readyNs) {
        CoroutineState state = handle.state();
        if (state == CoroutineState.UNSTARTED || state == CoroutineState.SUSPENDED) {
            handle.setKey(readyNs);
        }
    }

    /**
     * {@return the last stamp of a handle; {@link Long#MAX_VALUE} for {@code null}}
     *
     * @param handle
     *            a handle or {@code null}
     */
    public static long of(@Nullable Coroutine handle) {
        return handle == null ? Long.MAX_VALUE : handle.key();
    }
}
