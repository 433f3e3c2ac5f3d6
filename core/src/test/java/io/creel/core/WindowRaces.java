package io.creel.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A copy of a handle, however early it is used, never ends a wait for a lock, a permit, a signal or an event. */
final class WindowRaces {
    private static final int SPINS = 500;
    /** Keeps failures to itself: a suspension reports it if its handle is stolen. */
    private static final ThreadLocal<Carrier> QUIET = ThreadLocal
            .withInitial(() -> new Carrier("quiet", (coroutine, failure) -> {
            }));

    private WindowRaces() {
    }

    private static class Waiting {
        final Coroutine waiter = Coroutine.create(Waiting::run, this, Mobility.ROAMING);
        volatile long epoch = -1;
        private boolean without;

        private void run() {
            epoch = Coroutine.current().epoch();
            without = waitsInVain();
        }

        /** Returns, if ever, whether the wait has ended without a reason. */
        boolean waitsInVain() {
            return true;
        }

        void begin() {
            Carrier quiet = QUIET.get();
            quiet.poll();
            quiet.resume(waiter);
        }

        int timeOut() {
            for (int i = 0; i < SPINS; i++) {
                long seen = epoch;
                try {
                    if (seen >= 0 && QUIET.get().resume(waiter, seen)) {
                        return 1;
                    }
                } catch (IllegalStateException onlyACancellationEndsThisWait) {
                    return 0;
                }
            }
            return -1;
        }

        int without() {
            return without ? 1 : 0;
        }
    }

    /** A copy resumes a coroutine that waits for a lock which another coroutine holds for ever. */
    @JCStressTest
    @State
    @Outcome(id = {"0, 0", "-1, 0"}, expect = ACCEPTABLE, desc = "refused, or too early")
    @Outcome(expect = FORBIDDEN, desc = "resumed without the lock")
    public static class TimeOutOrLock extends Waiting {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final CoroutineLock lock = new CoroutineLock("lock");

        /** Takes the lock and keeps it. */
        public TimeOutOrLock() {
            RaceActor.carrier().resume(Coroutine.create(argument -> {
                lock.lock();
                Coroutine.await(self -> true);
            }, null));
        }

        @Override
        boolean waitsInVain() {
            lock.lock();
            return true;
        }

        @Actor
        public void lock() {
            gate.pass();
            begin();
        }

        @Actor
        public void timeOut(II_Result r) {
            gate.pass();
            r.r1 = timeOut();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = without();
        }
    }

    /** A copy resumes a coroutine that waits for a permit that is not there. */
    @JCStressTest
    @State
    @Outcome(id = {"0, 0", "-1, 0"}, expect = ACCEPTABLE, desc = "refused, or too early")
    @Outcome(expect = FORBIDDEN, desc = "resumed without a permit")
    public static class TimeOutOrAcquire extends Waiting {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final CoroutineSemaphore semaphore = new CoroutineSemaphore("semaphore", 0);

        @Override
        boolean waitsInVain() {
            semaphore.acquire();
            return true;
        }

        @Actor
        public void acquire() {
            gate.pass();
            begin();
        }

        @Actor
        public void timeOut(II_Result r) {
            gate.pass();
            r.r1 = timeOut();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = without();
        }
    }

    /** A copy resumes a coroutine that waits for a signal that does not come. */
    @JCStressTest
    @State
    @Outcome(id = {"0, 0", "-1, 0"}, expect = ACCEPTABLE, desc = "refused, or too early")
    @Outcome(expect = FORBIDDEN, desc = "resumed without a signal")
    public static class TimeOutOrCondition extends Waiting {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final CoroutineLock lock = new CoroutineLock("lock");
        private final CoroutineCondition condition = new CoroutineCondition("condition", lock);

        @Override
        boolean waitsInVain() {
            lock.lock();
            condition.await();
            return true;
        }

        @Actor
        public void await() {
            gate.pass();
            begin();
        }

        @Actor
        public void timeOut(II_Result r) {
            gate.pass();
            r.r1 = timeOut();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = without();
        }
    }

    /** A copy resumes a coroutine that waits for an event that does not happen. */
    @JCStressTest
    @State
    @Outcome(id = {"0, 0", "-1, 0"}, expect = ACCEPTABLE, desc = "refused, or too early")
    @Outcome(expect = FORBIDDEN, desc = "resumed though nothing has happened")
    public static class TimeOutOrEvent extends Waiting {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final CoroutineEvent event = new CoroutineEvent("event");

        @Override
        boolean waitsInVain() {
            event.await();
            return !event.hasHappened();
        }

        @Actor
        public void await() {
            gate.pass();
            begin();
        }

        @Actor
        public void timeOut(II_Result r) {
            gate.pass();
            r.r1 = timeOut();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = without();
        }
    }
}
