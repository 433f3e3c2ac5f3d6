package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The run of a carrier that is to end at its next checkpoint or poll. Any thread writes it, the carrier reads it.
 *
 * <p>
 * <b>It names a run and is not a flag.</b> A flag that is set for one coroutine and read late would hit the next one. A
 * number needs no clearing either: once the next run has begun, the named run is over for ever.
 *
 * <p>
 * <b>The word of the polls.</b> A request raises {@link PollSignal} once, and the first poll of its carrier lowers it,
 * whatever the answer. A checkpoint reads the number only. It can therefore answer later.
 */
final class PreemptRequest {
    /** The largest number of requests that a run ignores after its stack was found unsafe. */
    private static final int MAX_REST = 256;
    private static final VarHandle RUN;
    private static final VarHandle RAISED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RUN = lookup.findVarHandle(PreemptRequest.class, "run", long.class);
            RAISED = lookup.findVarHandle(PreemptRequest.class, "raised", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** The number of the run, see {@link CarrierCounters#resumed()}; the first is 1. Written by any thread. */
    @SuppressWarnings("unused") // through RUN
    private long run;
    /** Whether this request has raised {@link PollSignal} and no thread has lowered it yet. */
    @SuppressWarnings("unused") // through RAISED
    private boolean raised;

    // Written by the carrier's thread.
    /** The run whose stack was found unsafe last. */
    private long unsafeRun;
    /** How many further requests to that run are ignored, and how many were at the last time. */
    private int restLeft;
    private int rest;

    void ask(long ends) {
        RUN.setOpaque(this, ends);
        if (RAISED.compareAndSet(this, false, true)) {
            PollSignal.raise();
        }
    }

    boolean isFor(long current) {
        return (long) RUN.getOpaque(this) == current;
    }

    /** Returns whether this request raises the word of the polls. Any thread. */
    boolean isPending() {
        return (boolean) RAISED.getOpaque(this);
    }

    /** Lowers the word of the polls. Returns {@code false} if this request does not raise it. Any thread. */
    boolean lower() {
        if (!isPending() || !RAISED.compareAndSet(this, true, false)) {
            return false;
        }
        PollSignal.lower();
        return true;
    }

    /** Returns whether this request is ignored, because the stack of the run was unsafe not long ago. */
    boolean isResting(long current) {
        if (current != unsafeRun || restLeft == 0) {
            return false;
        }
        restLeft--;
        return true;
    }

    /**
     * Notes that the stack of the run is unsafe. The run ignores twice as many requests as last time, because a look
     * at the stack takes microseconds, and a long call stays on the stack for long.
     */
    void restAfterUnsafe(long current) {
        rest = current == unsafeRun ? Math.min(MAX_REST, 2 * rest) : 1;
        unsafeRun = current;
        restLeft = rest;
    }
}
