package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.core.WaitResult;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unowned;
import org.jspecify.annotations.Nullable;

/**
 * The callback of an await whose arguments do not fit the 64-bit key of a handle. The subclass stores them from the
 * call until the coroutine is pushed. During that time they belong to one coroutine; another coroutine that awaits
 * meanwhile uses a new object. This is rare, so a stash keeps one object for all its awaits.
 *
 * <p>
 * Threads: that of the stash.
 */
abstract class WideKeyAwait implements TransferCallback {
    @Unowned
    private @Nullable Coroutine of;

    /** Returns whether no coroutine has its arguments stored here. */
    final boolean isFree() {
        return of == null;
    }

    /** Suspends the calling coroutine, whose arguments are stored here. */
    @Suspends
    final boolean await() {
        Coroutine self = begin();
        try {
            return Coroutine.transfer(this);
        } finally {
            end(self);
        }
    }

    /** Does what {@link #await()} does until the time-out ends. */
    @Suspends
    final WaitResult await(long timeoutNs) {
        Coroutine self = begin();
        try {
            return Coroutine.transfer(this, timeoutNs);
        } finally {
            end(self);
        }
    }

    private @Nullable Coroutine begin() {
        Coroutine self = Coroutine.current();
        of = self;
        return self;
    }

    /** Frees the arguments of an await that threw before this callback was called. */
    private void end(@Nullable Coroutine by) {
        if (of == by) {
            of = null;
        }
    }

    @Override
    public final @Nullable Coroutine suspended(Coroutine self) {
        of = null; // the push reads the arguments before anything else can write them
        return push(self) ? null : self;
    }

    /** Pushes the coroutine with the stored arguments. */
    abstract boolean push(@Transfers(when = Result.TRUE) Coroutine self);
}
