package io.creel.examples.course;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Transfers;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.where.Where;

/** Ends a program at a refusal that cannot happen because the program has made room. */
final class MustAccept {
    private MustAccept() {
    }

    /** Puts a handle into a stash. If the stash refuses it, cancels it and throws. */
    static void push(Stash stash, @Transfers(onException = true) Coroutine handle) {
        if (!stash.push(handle)) {
            handle.abandon();
            check(false);
        }
    }

    /** Places a handle from a thread that is no worker. If the placement refuses it, cancels it and throws. */
    static void place(Placement placement, @Transfers(onException = true) Coroutine handle) {
        if (!placement.place(handle, Where.NONE)) {
            handle.abandon();
            check(false);
        }
    }

    /** Throws if the offer was refused. */
    static void check(boolean accepted) {
        if (!accepted) {
            throw new IllegalStateException("refused, although there is room");
        }
    }
}
