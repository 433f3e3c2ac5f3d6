package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The process-wide word that woven polls read: how many carriers have an unanswered request to preempt. Any thread.
 *
 * <p>
 * The read is opaque: a plain one is hoisted out of a loop, and a volatile one keeps the compiler from moving other
 * loads across it. While the word is not 0, each poll of the process enters {@link PollAnswer}, and a loop of a few
 * nanoseconds runs several times slower. Therefore a request lowers the word as soon as its carrier has answered.
 */
final class PollSignal {
    private static final VarHandle RAISED;

    static {
        try {
            RAISED = MethodHandles.lookup().findStaticVarHandle(PollSignal.class, "raised", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** The number of carriers with an unanswered request; may be off by one while two threads change it. */
    @SuppressWarnings("unused") // through RAISED
    private static int raised;

    private PollSignal() {
    }

    static boolean isRaised() {
        return (int) RAISED.getOpaque() != 0;
    }

    static void raise() {
        RAISED.getAndAdd(1);
    }

    static void lower() {
        RAISED.getAndAdd(-1);
    }
}
