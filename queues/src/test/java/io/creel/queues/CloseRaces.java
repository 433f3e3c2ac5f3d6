package io.creel.queues;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A handle that is pushed while the stash closes is refused or cancelled, never stranded. */
final class CloseRaces {
    private static final int REFUSED = 0;
    private static final int CANCELLED = 1;
    private static final int STRANDED = 2;

    private CloseRaces() {
    }

    /** One push; a subclass creates the stash. */
    abstract static class Closing {
        final Actors.Gate gate = new Actors.Gate();
        final Stash stash;
        final Coroutine handle = Coroutine.create(it -> {
        }, null);

        Closing(Stash stash) {
            this.stash = stash;
        }

        int tryPush() {
            gate.pass();
            return stash.push(handle) ? 1 : 0;
        }

        void tryClose() {
            gate.pass();
            stash.close();
        }

        int outcome() {
            CoroutineState state = handle.state();
            return state == CoroutineState.CANCELLED
                    ? CANCELLED
                    : state == CoroutineState.STASHED ? STRANDED : REFUSED;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused; the pusher keeps it")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "accepted and cancelled")
    @Outcome(expect = FORBIDDEN, desc = "stranded, or refused but cancelled")
    public static class SpscPushOrClose extends Closing {
        public SpscPushOrClose() {
            super(new SpscStash("spsc", 4));
        }

        @Actor
        public void push(II_Result r) {
            r.r1 = tryPush();
        }

        @Actor
        public void close() {
            tryClose();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = outcome();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused; the pusher keeps it")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "accepted and cancelled")
    @Outcome(expect = FORBIDDEN, desc = "stranded, or refused but cancelled")
    public static class MpscPushOrClose extends Closing {
        public MpscPushOrClose() {
            super(new MpscStash("mpsc", 4));
        }

        @Actor
        public void push(II_Result r) {
            r.r1 = tryPush();
        }

        @Actor
        public void close() {
            tryClose();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = outcome();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused; the pusher keeps it")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "accepted and cancelled")
    @Outcome(expect = FORBIDDEN, desc = "stranded, or refused but cancelled")
    public static class MpmcPushOrClose extends Closing {
        public MpmcPushOrClose() {
            super(new MpmcStash("mpmc", 4));
        }

        @Actor
        public void push(II_Result r) {
            r.r1 = tryPush();
        }

        @Actor
        public void close() {
            tryClose();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = outcome();
        }
    }

    /** A second taker drains while the first closes. */
    @JCStressTest
    @State
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "cancelled")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "drained before the close")
    @Outcome(expect = FORBIDDEN, desc = "drained and cancelled, or neither")
    public static class MpmcDrainOrClose extends Closing {
        public MpmcDrainOrClose() {
            super(new MpmcStash("mpmc", 4));
            stash.push(handle);
        }

        @Actor
        public void drain(II_Result r) {
            gate.pass();
            r.r1 = stash.drain(Actors.batch(), 4).size();
        }

        @Actor
        public void close() {
            tryClose();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = handle.state() == CoroutineState.CANCELLED ? 1 : 0;
        }
    }
}
