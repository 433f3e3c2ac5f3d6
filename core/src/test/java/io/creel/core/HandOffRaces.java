package io.creel.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Rule 3 of the state word: a thread that claims a handle sees the writes of its body before the suspension. The handle
 * passes from thread to thread by an opaque store, which orders nothing, so only the state word can order them.
 */
final class HandOffRaces {
    private static final int NOTHING = -1;
    private static final int REFUSED = -2;
    private static final int SPINS = 500;
    private static final VarHandle PUBLISHED;

    static {
        try {
            PUBLISHED = MethodHandles.lookup().findVarHandle(Published.class, "published", Coroutine.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private HandOffRaces() {
    }

    private static class Published {
        @SuppressWarnings("unused") // through PUBLISHED
        private Coroutine published;

        void publish(Coroutine handle) {
            PUBLISHED.setOpaque(this, handle);
        }

        /** Publishes the handle and keeps it. */
        boolean keep(Coroutine handle) {
            publish(handle);
            return true;
        }

        /** Returns the handle as soon as it is visible; {@code null} if that takes too long. */
        Coroutine published() {
            Coroutine seen = null;
            for (int i = 0; i < SPINS && seen == null; i++) {
                Thread.onSpinWait();
                seen = (Coroutine) PUBLISHED.getOpaque(this);
            }
            return seen;
        }
    }

    /** A roaming coroutine resumes on another thread. */
    @JCStressTest
    @State
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not suspended yet")
    @Outcome(id = "-2", expect = ACCEPTABLE, desc = "the handle was seen before its state")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the other thread sees what was written")
    @Outcome(expect = FORBIDDEN, desc = "the other thread runs a body that it does not see")
    public static class Roaming extends Published {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private int written;
        private int seen = NOTHING;

        private void run() {
            written = 1;
            Coroutine.await(this::keep);
            seen = written;
        }

        @Actor
        public void begin() {
            gate.pass();
            RaceActor.carrier().resume(Coroutine.create(Roaming::run, this, Mobility.ROAMING));
        }

        @Actor
        public void goOn(I_Result r) {
            gate.pass();
            Coroutine handle = published();
            r.r1 = handle == null ? NOTHING : RaceActor.resume(handle) == 1 ? seen : REFUSED;
        }
    }

    /** A homed coroutine is sent home and resumes there. */
    @JCStressTest
    @State
    @Outcome(id = {"-1, -1", "-2, -1"}, expect = ACCEPTABLE, desc = "not suspended yet")
    @Outcome(id = {"1, -1", "1, 1"}, expect = ACCEPTABLE, desc = "each sees what the other wrote")
    @Outcome(expect = FORBIDDEN, desc = "one does not see what the other wrote")
    public static class Homed extends Published {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private int writtenByBody;
        private int writtenBySender;
        private int seen = NOTHING;
        private boolean over;

        private void run() {
            writtenByBody = 1;
            Coroutine.await(this::keep);
            if (!over) { // the end of the sample; the coroutine may continue after it
                seen = writtenBySender;
            }
        }

        @Actor
        public void home(II_Result r) {
            gate.pass();
            Carrier home = RaceActor.carrier();
            home.resume(Coroutine.create(Homed::run, this, Mobility.HOMED));
            for (int i = 0; i < SPINS && seen == NOTHING; i++) {
                home.poll();
            }
            over = true;
            r.r2 = seen;
        }

        @Actor
        public void send(II_Result r) {
            gate.pass();
            writtenBySender = 1;
            Coroutine handle = published();
            r.r1 = handle == null ? NOTHING : RaceActor.resume(handle) == 1 ? writtenByBody : REFUSED;
        }
    }

    /** A body gives its handle away before it has suspended: every holder is refused until it has. */
    @JCStressTest
    @State
    @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "refused all the time")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "resumed after its suspension")
    @Outcome(expect = FORBIDDEN, desc = "resumed in the middle")
    public static class TooEarly extends Published {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private int wentOn;

        private void run() {
            publish(Coroutine.current());
            Coroutine.await(self -> true);
            wentOn += Coroutine.current().state() == CoroutineState.RUNNING ? 1 : 2;
        }

        @Actor
        public void begin() {
            gate.pass();
            RaceActor.carrier().resume(Coroutine.create(TooEarly::run, this, Mobility.ROAMING));
        }

        @Actor
        public void goOn(II_Result r) {
            gate.pass();
            Coroutine handle = published();
            r.r1 = NOTHING;
            for (int i = 0; i < SPINS && handle != null && r.r1 == NOTHING; i++) {
                if (handle.state() == CoroutineState.SUSPENDED && RaceActor.resume(handle) == 1) {
                    r.r1 = 1;
                }
            }
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = wentOn;
        }
    }
}
