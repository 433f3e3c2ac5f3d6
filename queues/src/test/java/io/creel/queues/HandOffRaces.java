package io.creel.queues;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The taker of a handle sees the writes of the body before its await and the writes of a pusher before its push; the
 * body sees them, too, when it resumes on the taker's thread.
 */
final class HandOffRaces {
    private static final int NOTHING = -1;
    private static final int SPINS = 200;

    private HandOffRaces() {
    }

    /** Both ways to put a handle in and both ways to take it out; a subclass creates the stash. */
    abstract static class HandOff {
        final Actors.Gate gate = new Actors.Gate();
        private final Stash stash;
        private int written;
        private int seen = NOTHING;

        HandOff(Stash stash) {
            this.stash = stash;
        }

        private void body() {
            written = 1;
            Coroutine.await(stash);
            seen = written;
        }

        /** A coroutine writes, then waits in the stash. */
        void await() {
            gate.pass();
            Actors.carrier().resume(Coroutine.create(HandOff::body, this));
        }

        /** A thread writes, then pushes a coroutine that has not begun. */
        void push() {
            gate.pass();
            Coroutine handle = Coroutine.create(it -> it.seen = it.written, this);
            written = 1;
            stash.push(handle);
        }

        /** Records which writes the taking thread sees, and whether the body runs. */
        void drain(II_Result r) {
            gate.pass();
            Batch batch = Actors.batch();
            for (int i = 0; i < SPINS && stash.drain(batch, 1).isEmpty(); i++) {
                Thread.onSpinWait();
            }
            r.r1 = batch.isEmpty() ? NOTHING : written;
            Actors.carrier().resume(batch);
            r.r2 = seen;
        }

        void pop(II_Result r) {
            gate.pass();
            Coroutine handle = null;
            for (int i = 0; i < SPINS && handle == null; i++) {
                Thread.onSpinWait();
                handle = stash.pop();
            }
            r.r1 = handle == null ? NOTHING : written;
            if (handle != null) {
                Actors.carrier().resume(handle);
            }
            r.r2 = seen;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not in the stash yet")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken; all writes are visible")
    @Outcome(expect = FORBIDDEN, desc = "taken; a write is not visible")
    public static class SpscAwaitThenDrain extends HandOff {
        public SpscAwaitThenDrain() {
            super(new SpscStash("spsc", 4));
        }

        @Actor
        public void in() {
            await();
        }

        @Actor
        public void out(II_Result r) {
            drain(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not in the stash yet")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken; all writes are visible")
    @Outcome(expect = FORBIDDEN, desc = "taken; a write is not visible")
    public static class SpscPushThenPop extends HandOff {
        public SpscPushThenPop() {
            super(new SpscStash("spsc", 4));
        }

        @Actor
        public void in() {
            push();
        }

        @Actor
        public void out(II_Result r) {
            pop(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not in the stash yet")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken; all writes are visible")
    @Outcome(expect = FORBIDDEN, desc = "taken; a write is not visible")
    public static class MpscAwaitThenDrain extends HandOff {
        public MpscAwaitThenDrain() {
            super(new MpscStash("mpsc", 4));
        }

        @Actor
        public void in() {
            await();
        }

        @Actor
        public void out(II_Result r) {
            drain(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not in the stash yet")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken; all writes are visible")
    @Outcome(expect = FORBIDDEN, desc = "taken; a write is not visible")
    public static class MpscPushThenPop extends HandOff {
        public MpscPushThenPop() {
            super(new MpscStash("mpsc", 4));
        }

        @Actor
        public void in() {
            push();
        }

        @Actor
        public void out(II_Result r) {
            pop(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not in the stash yet")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken; all writes are visible")
    @Outcome(expect = FORBIDDEN, desc = "taken; a write is not visible")
    public static class MpmcAwaitThenDrain extends HandOff {
        public MpmcAwaitThenDrain() {
            super(new MpmcStash("mpmc", 4));
        }

        @Actor
        public void in() {
            await();
        }

        @Actor
        public void out(II_Result r) {
            drain(r);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not in the stash yet")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "taken; all writes are visible")
    @Outcome(expect = FORBIDDEN, desc = "taken; a write is not visible")
    public static class MpmcPushThenPop extends HandOff {
        public MpmcPushThenPop() {
            super(new MpmcStash("mpmc", 4));
        }

        @Actor
        public void in() {
            push();
        }

        @Actor
        public void out(II_Result r) {
            pop(r);
        }
    }

    /** Two threads take, one by pop and one by drain; there is one handle. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0", "0, 1"}, expect = ACCEPTABLE, desc = "one taker has it")
    @Outcome(expect = FORBIDDEN, desc = "no taker has it, or both have it")
    public static class MpmcPopOrDrain {
        private final Actors.Gate gate = new Actors.Gate();
        private final MpmcStash stash = new MpmcStash("mpmc", 4);

        public MpmcPopOrDrain() {
            stash.push(Coroutine.create(it -> {
            }, null));
        }

        @Actor
        public void pop(II_Result r) {
            gate.pass();
            r.r1 = stash.pop() == null ? 0 : 1;
        }

        @Actor
        public void drain(II_Result r) {
            gate.pass();
            r.r2 = stash.drain(Actors.batch(), 4).size();
        }
    }
}
