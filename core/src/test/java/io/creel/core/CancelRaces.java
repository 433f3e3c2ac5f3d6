package io.creel.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Races between a cancellation and other events in the life of a coroutine. The request is never lost and never hits
 * another coroutine.
 */
final class CancelRaces {
    private CancelRaces() {
    }

    /** A cancellation races with a resume. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "its wait ends by the exception")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "it ran on already")
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "it had ended")
    @Outcome(expect = FORBIDDEN, desc = "neither, or an answer that is not true")
    public static class CancelOrResume {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final RaceActor.Waiter waiter = RaceActor.Waiter.waiting(1);

        @Actor
        public void resume(III_Result r) {
            gate.pass();
            r.r1 = RaceActor.resume(waiter.handle);
        }

        @Actor
        public void cancel(III_Result r) {
            gate.pass();
            r.r2 = waiter.handle.cancel() ? 1 : 0;
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = waiter.outcome();
        }
    }

    /** A cancellation races with the begin and the end. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "cancelled: its body never runs")
    @Outcome(id = {"1, 1, 1", "1, 0, 1"}, expect = ACCEPTABLE, desc = "it ran to its end")
    @Outcome(expect = FORBIDDEN, desc = "neither, or an answer that is not true")
    public static class CancelOrEnd {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final RaceActor.Waiter body = new RaceActor.Waiter(0);

        @Actor
        public void run(III_Result r) {
            gate.pass();
            r.r1 = RaceActor.resume(body.handle);
        }

        @Actor
        public void cancel(III_Result r) {
            gate.pass();
            r.r2 = body.handle.cancel() ? 1 : 0;
        }

        @Arbiter
        public void end(III_Result r) {
            boolean neverBegan = body.how == RaceActor.Waiter.WAITS && body.handle.state() == CoroutineState.CANCELLED;
            r.r3 = neverBegan ? 0 : body.outcome();
        }
    }

    /** A cancellation comes while the handle moves from a variable into a stash. */
    @JCStressTest
    @State
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "cancelled, wherever it was")
    @Outcome(expect = FORBIDDEN, desc = "the request is lost")
    public static class CancelOrPush {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final RaceActor.Waiter waiter = new RaceActor.Waiter(1);
        private final RaceActor.Slot slot = new RaceActor.Slot();
        private volatile boolean asked;

        @Actor
        public void push(II_Result r) {
            RaceActor.resume(waiter.handle);
            gate.pass();
            RaceActor.carrier().poll(); // the request may be handled, in vain, before the push
            RaceActor.push(slot, waiter.handle);
            r.r1 = RaceActor.pollUntil(() -> asked);
            r.r2 = waiter.outcome();
        }

        @Actor
        public void cancel() {
            RaceActor.pollUntil(() -> waiter.published != null);
            gate.pass();
            waiter.published.cancel();
            asked = true;
        }
    }

    /** The user of a pooled shell is cancelled while it ends and the shell gets its next user. */
    @JCStressTest
    @State
    @Outcome(id = {"-1, 0", "0, 0"}, expect = ACCEPTABLE, desc = "the next user is left alone")
    @Outcome(id = {"1, 0", "1, 1"}, expect = ACCEPTABLE, desc = "the handle was used after its coroutine's end")
    @Outcome(expect = FORBIDDEN, desc = "the next user is cancelled in place of the one before")
    public static class CancelOrNextLife {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final RaceActor.Slot slot = new RaceActor.Slot();
        private volatile Coroutine shell;
        private volatile boolean again;

        private void run() {
            if (shell == null) {
                shell = Coroutine.current();
                gate.pass();
            }
        }

        @Actor
        public void reuse() {
            Carrier carrier = RaceActor.carrier();
            carrier.start(CancelOrNextLife::run, this);
            carrier.resumeStarted();
            Thread.onSpinWait(); // so that some requests come in between
            again = true;
            carrier.start(slot, CancelOrNextLife::run, this);
            slot.handOver(); // the arbiter runs on any thread
        }

        @Actor
        public void cancel(II_Result r) {
            gate.pass();
            Coroutine first = shell;
            if (first == null) {
                r.r1 = -1;
            } else {
                first.cancel();
                r.r1 = again ? 1 : 0;
            }
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = slot.pop().isCancelRequested() ? 1 : 0;
        }
    }
}
