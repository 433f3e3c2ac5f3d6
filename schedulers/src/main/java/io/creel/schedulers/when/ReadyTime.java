package io.creel.schedulers.when;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;

/**
 * When a coroutine became runnable, written into the handle itself, so that a queue can say how long its oldest has waited and
 * a thief can merge by age without allocating anything. It is kept in the key of the handle: it lasts until a keyed stash writes a
 * key of its own there.
 */
public final class ReadyTime {
    private ReadyTime() {
    }

    /** Stamps a handle that the caller owns; does nothing to one that has another owner. */
    public static void stamp(Coroutine handle, long readyNs) {
        CoroutineState state = handle.state();
        if (state == CoroutineState.UNSTARTED || state == CoroutineState.SUSPENDED) {
            handle.setKey(readyNs);
        }
    }

    /** What was stamped last; {@link Long#MAX_VALUE} for {@code null}. */
    public static long of(Coroutine handle) {
        return handle == null ? Long.MAX_VALUE : handle.key();
    }
}
