package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The run of a carrier that is to end at its next checkpoint. Any thread writes it, the carrier reads it. Both accesses
 * are opaque, because only the number is handed over.
 *
 * <p>
 * <b>It names a run and is not a flag.</b> A flag that is set for one coroutine and read late would hit the next one. A
 * number needs no clearing either: once the next run has begun, the named run is over for ever.
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

    /** The number of the run, see {@link CarrierCounters#resumed()}; the first is 1. Written by any thread. */
    @SuppressWarnings("unused") // through RUN
    private long run;

    void ask(long ends) {
        RUN.setOpaque(this, ends);
    }

    boolean isFor(long current) {
        return (long) RUN.getOpaque(this) == current;
    }
}
