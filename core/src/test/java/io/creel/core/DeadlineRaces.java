package io.creel.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.lock.CoroutineSemaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The time of a wait is up while it ends in another way. The wait ends once, the coroutine knows how, and nothing is
 * lost.
 */
final class DeadlineRaces {
    private static final ThreadLocal<long[]> TIME = ThreadLocal.withInitial(() -> new long[1]);

    private DeadlineRaces() {
    }

    /** Advances the clock of the caller's carrier by a nanosecond, which is the time-out of every wait here. */
    private static void tick() {
        RaceActor.carrier().tick(TIME.get()[0]++);
    }

    private abstract static class Waiting {
        final RaceActor.Gate gate = new RaceActor.Gate();
        final Coroutine waiter = Coroutine.create(Waiting::run, this, Mobility.ROAMING);
        volatile boolean waiting;

        abstract void run();

        /** The waiter waits on the caller's carrier, and the other actor has arrived. */
        void begin() {
            tick();
            RaceActor.resume(waiter);
            waiting = true;
            gate.pass();
        }

        void meet() {
            RaceActor.pollUntil(() -> waiting);
            gate.pass();
        }

        int ended() {
            return switch (waiter.state()) {
                case COMPLETED -> 1;
                case CANCELLED -> 2;
                default -> 0;
            };
        }
    }

    /** A permit is released. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the permit came first")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the time was up first, and the permit is still there")
    @Outcome(expect = FORBIDDEN, desc = "a permit is lost, or there are two")
    public static class TimeOutOrRelease extends Waiting {
        private final CoroutineSemaphore semaphore = new CoroutineSemaphore("semaphore", 0);
        private boolean got;

        @Override
        void run() {
            got = semaphore.tryAcquire(1);
        }

        @Actor
        public void waits(II_Result r) {
            begin();
            tick();
            RaceActor.pollUntil(() -> waiter.state().isEnd());
            r.r1 = got ? 1 : 0;
        }

        @Actor
        public void release() {
            meet();
            semaphore.release();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = semaphore.availablePermits();
        }
    }

    /** Another thread cancels the coroutine. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0", "2, 0"}, expect = ACCEPTABLE, desc = "ended once")
    @Outcome(expect = FORBIDDEN, desc = "lost, or a deadline is left")
    public static class TimeOutOrCancel extends Waiting {
        @Override
        void run() {
            Coroutine.sleep(1);
        }

        @Actor
        public void waits(II_Result r) {
            begin();
            tick();
            RaceActor.pollUntil(() -> waiter.state().isEnd());
            r.r1 = ended();
            r.r2 = RaceActor.carrier().hasDeadlines() ? 1 : 0;
        }

        @Actor
        public void cancel() {
            meet();
            waiter.cancel();
        }
    }

    /** A stash for one handle that several threads use. */
    private static final class Slot extends Stash {
        private final AtomicReference<Coroutine> held = new AtomicReference<>();

        Slot() {
            super("slot");
        }

        @Override
        protected boolean isShared() {
            return true;
        }

        @Override
        public int size() {
            return held.get() == null ? 0 : 1;
        }

        @Override
        protected boolean insert(Coroutine handle) {
            return held.compareAndSet(null, handle);
        }

        @Override
        protected Coroutine extract() {
            return held.getAndSet(null);
        }

        @Override
        protected boolean unlink(Coroutine handle) {
            return held.compareAndSet(handle, null);
        }
    }

    /** Another worker resumes the coroutine, which waits again in the same stash, without a time-out. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "resumed first")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "timed out first")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "timed out first, and then taken out of the second wait")
    @Outcome(expect = FORBIDDEN, desc = "the second wait was ended by a time-out, or the handle is lost")
    public static class TimeOutOrResumeAndWaitAgain extends Waiting {
        private final Slot slot = new Slot();
        private volatile WaitResult first;
        private volatile WaitResult second;

        @Override
        void run() {
            first = Coroutine.await(slot, 1);
            Coroutine.await(slot);
            second = WaitResult.RESUMED;
        }

        @Actor
        public void waits(III_Result r) {
            begin();
            tick();
            RaceActor.pollUntil(() -> first != null && (second != null || slot.size() == 1));
            r.r2 = first.ordinal();
        }

        @Actor
        public void take(III_Result r) {
            meet();
            Coroutine taken = first == null ? slot.pop() : null;
            if (taken != null) {
                r.r1 = first == null ? 1 : 2; // the coroutine is suspended here, so it does not write
                RaceActor.resume(taken);
            }
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = second == null && slot.size() == 1 ? 1 : 0;
        }
    }

    /** The deadline moves to the worker that takes from the stash, while that worker resumes the coroutine. */
    @JCStressTest
    @State
    @Outcome(id = {"0, 0", "1, 0"}, expect = ACCEPTABLE, desc = "it has ended, and no deadline is left")
    @Outcome(expect = FORBIDDEN, desc = "a deadline is left, or never ends")
    public static class MoveOrResume extends Waiting {
        private final RaceActor.Slot slot = new RaceActor.Slot();
        private volatile Carrier setter;
        private volatile boolean taken;
        private Carrier taker;
        private WaitResult first;

        @Override
        void run() {
            first = Coroutine.await(slot, 1);
        }

        @Actor
        public void waits() {
            tick();
            setter = RaceActor.carrier();
            RaceActor.resume(waiter);
            slot.handOver(); // the other actor takes from it
            waiting = true;
            RaceActor.pollUntil(() -> taken);
            gate.pass();
            tick();
        }

        @Actor
        public void take(II_Result r) {
            tick();
            taker = RaceActor.carrier();
            RaceActor.pollUntil(() -> waiting);
            slot.takenBy(taker);
            taken = true;
            gate.pass();
            RaceActor.resume(slot.pop());
            r.r1 = first.ordinal();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = taker.hasDeadlines() || setter.hasDeadlines() ? 1 : 0;
        }
    }
}
