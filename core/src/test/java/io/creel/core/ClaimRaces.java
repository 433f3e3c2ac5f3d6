package io.creel.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Rule 1 of the state word: of two threads that claim the same handle, exactly one gets it, and the other one is
 * refused.
 */
final class ClaimRaces {
    private ClaimRaces() {
    }

    /** Two threads resume one handle. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0, 1", "0, 1, 1"}, expect = ACCEPTABLE, desc = "one wins, the body resumes once")
    @Outcome(expect = FORBIDDEN, desc = "resumed twice, or not at all")
    public static class ResumeOrResume {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final RaceActor.Waiter waiter = RaceActor.Waiter.waiting(1);

        @Actor
        public void first(III_Result r) {
            gate.pass();
            r.r1 = RaceActor.resume(waiter.handle);
        }

        @Actor
        public void second(III_Result r) {
            gate.pass();
            r.r2 = RaceActor.resume(waiter.handle);
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = waiter.wentOn;
        }
    }

    /** One resumes, the other stashes. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 1, 0", expect = ACCEPTABLE, desc = "resumed, not stashed")
    @Outcome(id = "0, 1, 0, 1", expect = ACCEPTABLE, desc = "stashed, not resumed")
    @Outcome(expect = FORBIDDEN, desc = "both, or neither")
    public static class ResumeOrPush {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final RaceActor.Waiter waiter = RaceActor.Waiter.waiting(1);
        private final RaceActor.Slot slot = new RaceActor.Slot();

        @Actor
        public void resume(IIII_Result r) {
            gate.pass();
            r.r1 = RaceActor.resume(waiter.handle);
        }

        @Actor
        public void push(IIII_Result r) {
            gate.pass();
            r.r2 = RaceActor.push(slot, waiter.handle);
            slot.handOver(); // the arbiter runs on any thread
        }

        @Arbiter
        public void end(IIII_Result r) {
            r.r3 = waiter.wentOn;
            r.r4 = slot.pop() == waiter.handle ? 1 : 0;
        }
    }

    /** Two threads push one handle, each into its own stash. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0, 1, 0", "0, 1, 0, 1"}, expect = ACCEPTABLE, desc = "in one stash")
    @Outcome(expect = FORBIDDEN, desc = "in two stashes, or in none")
    public static class PushOrPush {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final RaceActor.Waiter waiter = RaceActor.Waiter.waiting(1);
        private final RaceActor.Slot left = new RaceActor.Slot();
        private final RaceActor.Slot right = new RaceActor.Slot();

        @Actor
        public void left(IIII_Result r) {
            gate.pass();
            r.r1 = RaceActor.push(left, waiter.handle);
            left.handOver(); // the arbiter runs on any thread
        }

        @Actor
        public void right(IIII_Result r) {
            gate.pass();
            r.r2 = RaceActor.push(right, waiter.handle);
            right.handOver(); // the arbiter runs on any thread
        }

        @Arbiter
        public void end(IIII_Result r) {
            r.r3 = left.pop() == waiter.handle ? 1 : 0;
            r.r4 = right.pop() == waiter.handle ? 1 : 0;
        }
    }

    /** A time-out comes while the handle is resumed; the coroutine then waits for another event. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the time-out is stale and ends no later wait")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the time-out wins, the body still runs")
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "the time-out wins, the resume ends the next wait")
    @Outcome(expect = FORBIDDEN, desc = "not resumed, or once too often")
    public static class ResumeOrTimeOut {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final RaceActor.Waiter waiter = RaceActor.Waiter.waiting(2);
        private final long epoch = waiter.handle.epoch();

        @Actor
        public void resume(III_Result r) {
            gate.pass();
            r.r1 = RaceActor.resume(waiter.handle);
        }

        @Actor
        public void timeOut(III_Result r) {
            gate.pass();
            r.r2 = RaceActor.carrier().resume(waiter.handle, epoch) ? 1 : 0;
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = waiter.wentOn;
        }
    }

    /** Two time-outs of one suspension. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0, 1", "0, 1, 1"}, expect = ACCEPTABLE, desc = "one wins")
    @Outcome(expect = FORBIDDEN, desc = "both, or neither")
    public static class TimeOutOrTimeOut {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final RaceActor.Waiter waiter = RaceActor.Waiter.waiting(2);
        private final long epoch = waiter.handle.epoch();

        @Actor
        public void first(III_Result r) {
            gate.pass();
            r.r1 = RaceActor.carrier().resume(waiter.handle, epoch) ? 1 : 0;
        }

        @Actor
        public void second(III_Result r) {
            gate.pass();
            r.r2 = RaceActor.carrier().resume(waiter.handle, epoch) ? 1 : 0;
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = waiter.wentOn;
        }
    }

    /** A time-out comes while the handle is pushed into a stash that another carrier takes from. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 1, 0", expect = ACCEPTABLE, desc = "the time-out came first")
    @Outcome(id = {"0, 1, 0, 1", "-1, 1, 0, 1"}, expect = ACCEPTABLE, desc = "too late, silently or with a reason")
    @Outcome(expect = FORBIDDEN, desc = "both, or neither")
    public static class TimeOutOrPush {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final RaceActor.Waiter waiter = RaceActor.Waiter.waiting(1);
        private final long epoch = waiter.handle.epoch();
        private final RaceActor.Slot slot = new RaceActor.Slot();

        @Actor
        public void timeOut(IIII_Result r) {
            gate.pass();
            try {
                r.r1 = RaceActor.carrier().resume(waiter.handle, epoch) ? 1 : 0;
            } catch (IllegalStateException anotherTakes) {
                r.r1 = -1;
            }
        }

        @Actor
        public void push(IIII_Result r) {
            gate.pass();
            slot.takenBy(RaceActor.carrier());
            r.r2 = RaceActor.push(slot, waiter.handle);
            slot.handOver(); // the arbiter runs on any thread
        }

        @Arbiter
        public void end(IIII_Result r) {
            r.r3 = waiter.wentOn;
            r.r4 = slot.pop() == waiter.handle ? 1 : 0;
        }
    }
}
