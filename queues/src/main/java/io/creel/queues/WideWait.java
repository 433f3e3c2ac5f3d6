package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.core.WaitResult;

/**
 * The callback of an await whose arguments do not fit the key of a handle. They stand in the subclass from the call until the
 * coroutine is pushed, and are one coroutine's for as long: another that awaits meanwhile gets an object of its own. As a rule
 * nothing comes in between, so a stash keeps one of these for all.
 *
 * <p>
 * Threads: that of the stash.
 */
abstract class WideWait implements TransferCallback {
    private Coroutine of;

    /** Whether no coroutine has its arguments here. */
    final boolean isFree() {
        return of == null;
    }

    /** Suspends the calling coroutine, whose arguments stand here. */
    final boolean await() {
        Coroutine self = begin();
        try {
            return Coroutine.transfer(this);
        } finally {
            end(self);
        }
    }

    /** {@link #await()} for a while at most. */
    final WaitResult await(long timeoutNs) {
        Coroutine self = begin();
        try {
            return Coroutine.transfer(this, timeoutNs);
        } finally {
            end(self);
        }
    }

    private Coroutine begin() {
        of = Coroutine.current();
        return of;
    }

    /** Frees the arguments of an await that has thrown before this callback was called. */
    private void end(Coroutine by) {
        if (of == by) {
            of = null;
        }
    }

    @Override
    public final Coroutine suspended(Coroutine self) {
        of = null; // the push reads the arguments before anything else can write them
        return push(self) ? null : self;
    }

    /** Pushes it with the arguments that stand here. */
    abstract boolean push(Coroutine self);
}
