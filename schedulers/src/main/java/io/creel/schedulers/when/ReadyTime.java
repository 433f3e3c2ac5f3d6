package io.creel.schedulers.when;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;

/**
 * When a coroutine became runnable, written into the handle itself, so that a queue can say how long its oldest has waited and
 * a thief can merge by age without allocating anything.
 *
 * <p>
 * It is kept in the key of the handle: it lasts until a keyed stash writes a key of its own there. A stash by name only: the
 * key of a handle may be written by stashes, and only while they own it or are about to.
 */
public abstract class ReadyTime extends Stash {
    private ReadyTime() {
        super("ready time");
    }

    /** Stamps a handle that the caller owns; does nothing to one that somebody else owns. */
    public static void stamp(Coroutine handle, long readyNs) {
        CoroutineState state = handle.state();
        if (state == CoroutineState.UNSTARTED || state == CoroutineState.SUSPENDED) {
            setKey(handle, readyNs);
        }
    }

    /** What was stamped last; {@link Long#MAX_VALUE} for {@code null}. */
    public static long of(Coroutine handle) {
        return handle == null ? Long.MAX_VALUE : handle.key();
    }
}
