package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which run of a carrier is to end at its next checkpoint. Any thread asks, the carrier's looks; both opaque, because nothing is
 * handed over but the number.
 *
 * <p>
 * <b>It names a run, and is not a flag:</b> a flag that is set for one coroutine, and seen late, would hit the next. A number
 * needs no clearing either: the run it names is over for ever once the next has begun.
 */
final class PreemptRequest {
    private static final VarHandle RUN;

    static {
        try {
            RUN = MethodHandles.lookup().findVarHandle(PreemptRequest.class, "run", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** The first is 1. */
    @SuppressWarnings("unused") // through RUN
    private long run;

    void ask(long ends) {
        RUN.setOpaque(this, ends);
    }

    boolean isFor(long current) {
        return (long) RUN.getOpaque(this) == current;
    }
}
