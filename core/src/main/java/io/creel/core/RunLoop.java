package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines one after the other on the carrier's thread. Holds the loop around the switch, and counts and
 * recycles ended coroutines.
 *
 * <p>
 * The carrier extends this class instead of holding an object of it, because an object would cost one more frame or
 * field access per switch.
 */
abstract class RunLoop extends CarrierThread {
    private static final VarHandle TURNS;

    static {
        try {
            TURNS = MethodHandles.lookup().findVarHandle(RunLoop.class, "turns", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Receives every exception that ends a coroutine here. */
    final FailureHandler failures;
    /** The counters of this carrier. */
    final CarrierCounters counters;
    /** Coroutine shells and stacks for reuse. */
    final Pool pool;
    /** The batch that was resumed last. The {@link #budget} is the number of its handles still to be resumed now. */
    @SuppressWarnings("NullAway.Init") // null only while no batch resumes; the budget is then 0
    Batch resuming;
    int budget;
    /**
     * The number of handles taken to run here, without those that a transfer has run. Plain write by the carrier's
     * thread; diagnostics read it racily.
     */
    long turns;
    /** The time of the last tick, modulo 2^32. */
    int nowMs = Coroutine.UNKNOWN_MS;
    /**
     * An ended coroutine whose listener or failure handler is to be told after the stack was left; otherwise
     * {@code null}.
     */
    @Nullable
    Coroutine settling;

    RunLoop(String name, FailureHandler failures, CarrierCounters counters, int mostPooled) {
        super(name);
        this.failures = Objects.requireNonNull(failures, "failures");
        this.counters = counters;
        pool = new Pool(mostPooled);
    }

    /** Makes this the carrier of a coroutine. Counts it as created if it had no carrier. */
    abstract void adopt(Coroutine handle);

    /** Returns a number that changes whenever the carrier takes the next handle. Any thread; an estimate. */
    final long turns() {
        return (long) TURNS.getOpaque(this);
    }

    /**
     * Runs a claimed coroutine, then those to which callbacks transfer, then the rest of the batch. All in one loop:
     * once the stack has changed, the processor mispredicts the return of each frame above, which costs time.
     */
    final void run(@Nullable Coroutine claimed) {
        Coroutine next = claimed;
        while (next != null) {
            if (isElsewhere(next)) {
                Carrier home = next.carrier;
                next.becomeStashed(home.mailbox.inbox); // it has not run, and is in no variable on its way
                home.mailbox.giveOrThrow(next);
                next = nextOfBatch();
                continue;
            }
            Stack stack = next.stack;
            if (stack == null) {
                if (next.guest != null) {
                    next = runGuest(next);
                    continue;
                }
                stack = pool.stack();
                stack.occupant = next;
            }
            adopt(next);
            running = stack;
            counters.resumed++;
            if (next.bindings != outerBindings) {
                ScopedBindings.set(thread, next.bindings);
            }
            if (next.interrupted != outerInterrupt) {
                Interrupts.set(thread, next.interrupted);
            }
            stack.enter(this);
            next = AfterSwitch.next(stack.occupant, stack, this);
        }
    }

    void runTurn(Coroutine claimed) {
        turns++;
        run(claimed);
    }

    /**
     * Enters a guest by a plain call, outside any stack of Creel. Returns the claimed coroutine that runs next, or
     * {@code null}.
     */
    @Nullable
    Coroutine runGuest(Coroutine claimed) {
        if (thread.isVirtual()) {
            claimed.becomeHeld();
            throw new IllegalStateException("resume refused, a virtual thread cannot carry another: carrier=" + name
                    + ", coroutine=" + claimed);
        }
        adopt(claimed);
        running = claimed;
        counters.resumed++;
        Guest.Exit how = claimed.guest.enter();
        if (how == Guest.Exit.AWAITING) {
            return AfterSwitch.next(claimed, null, this);
        }
        if (how == Guest.Exit.BLOCKED) {
            claimed.handToGuest(this);
        } else {
            ended(claimed);
        }
        return nextOfBatch();
    }

    /**
     * Takes the next handle of the batch that resumes here, claimed. Sends homed ones to their homes. Returns
     * {@code null} if there is none.
     */
    @Nullable
    Coroutine nextOfBatch() {
        Batch batch = resuming;
        while (budget > 0) {
            Coroutine next = batch.peek();
            if (next == null) {
                return null;
            }
            budget--;
            batch.drop();
            if (!isElsewhere(next)) {
                next.claimFromBatch(this);
                turns++;
                return next;
            }
            Carrier home = next.carrier;
            next.moveFromBatch(home.mailbox.inbox);
            home.mailbox.giveOrReport(next);
        }
        return null;
    }

    /** Keeps a stack that was left after its occupant had ended, with no other one to run on it. */
    void emptied(Stack stack) {
        stack.rewind();
        pool.give(stack);
        if (settling != null) {
            Coroutine ended = settling;
            settling = null;
            running = ended;
            ended.settle(this);
            restoreInterrupt();
            recycle(ended);
        }
    }

    void recycle(Coroutine ended) {
        if (ended.pooled) {
            ended.forget();
            pool.give(ended);
        }
    }

    /**
     * Takes the next handle of the batch if it can begin on the stack of the ended coroutine, by a plain call;
     * otherwise returns {@code null}.
     */
    @Nullable
    Coroutine nextUnstarted() {
        Coroutine next = budget == 0 ? null : resuming.peek();
        if (next == null || !next.isUnstarted()) {
            return null;
        }
        budget--;
        resuming.drop();
        next.claimFromBatch(this);
        adopt(next);
        turns++;
        counters.resumed++;
        if (ScopedBindings.of(thread) != ScopedBindings.NONE) {
            ScopedBindings.set(thread, ScopedBindings.NONE);
        }
        if (ContextLoaders.of(thread) != outerLoader) {
            ContextLoaders.set(thread, outerLoader);
        }
        return next;
    }

    boolean isElsewhere(Coroutine handle) {
        return handle.carrier != this && handle.isHomed();
    }

    /** Tells the failure handler. An exception of the handler itself is printed and goes no further. */
    void report(@Nullable Coroutine coroutine, Throwable failure) {
        try {
            failures.failed(coroutine, failure);
        } catch (Throwable second) {
            if (second != failure) {
                second.addSuppressed(failure);
            }
            second.printStackTrace();
        }
    }

    /** Does what {@link #report} does, on this carrier's thread between two coroutines. */
    void reportHere(Coroutine coroutine, Throwable failure) {
        report(coroutine, failure);
        restoreInterrupt();
    }

    void ended(Coroutine guest) {
        Throwable failure = guest.endGuest();
        if (failure == null) {
            counters.completed++;
        } else {
            counters.failed++;
            reportHere(guest, failure);
        }
    }

    /**
     * Counts the end of a coroutine whose body has returned or thrown. Called on its stack.
     *
     * @return the coroutine whose body the stack runs next; {@code null} to leave the stack
     */
    @Nullable
    Coroutine ended(Stack stack, Coroutine ended) {
        Throwable thrown = ended.thrown();
        if (thrown == null) {
            counters.completed++;
        } else if (thrown == CoroutineCancelledException.INSTANCE) {
            counters.cancelled++;
        } else {
            counters.failed++;
        }
        Coroutine next = null;
        if (ended.needsSettling()) {
            settling = ended; // on the carrier's stack, because the listener must not await
        } else {
            recycle(ended);
            next = Interrupts.isPending(thread) ? null : nextUnstarted();
        }
        stack.occupant = next;
        return next;
    }
}
