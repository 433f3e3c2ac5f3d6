package io.creel.core.lock;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Coroutine;
import io.creel.core.Mobility;
import io.creel.core.RaceActor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The owner of a coroutine lock unlocks while other coroutines arrive, wait and are cancelled. There is one owner, no
 * waiter is lost, and the lock is free in the end.
 */
final class LockRaces {
    private LockRaces() {
    }

    private static class Contended {
        final CoroutineLock lock = new CoroutineLock("lock");
        /** Holds the lock and waits; unlocks once resumed. */
        final Coroutine owner = Coroutine.create(Contended::own, this, Mobility.ROAMING);
        private int inside;
        private boolean overlap;

        Contended() {
            RaceActor.carrier().poll();
            RaceActor.carrier().resume(owner);
        }

        private void own() {
            lock.lock();
            inside++;
            Coroutine.await(self -> true);
            inside--;
            lock.unlock();
        }

        Coroutine visitor() {
            return Coroutine.create(Contended::visit, this, Mobility.ROAMING);
        }

        private void visit() {
            lock.lock();
            overlap |= inside++ != 0;
            inside--;
            lock.unlock();
        }

        static boolean haveEnded(Coroutine one, Coroutine other) {
            return one.state().isEnd() && other.state().isEnd();
        }

        static int ended(Coroutine visitor) {
            return switch (visitor.state()) {
                case COMPLETED -> 1;
                case CANCELLED -> 2;
                default -> 0;
            };
        }

        /**
         * Returns 1 if no two coroutines were inside at once, none holds the lock or waits for it, and it can be taken.
         */
        int verify() {
            boolean[] had = {false};
            RaceActor.carrier().resume(Coroutine.create(ignored -> {
                had[0] = lock.tryLock();
                if (had[0]) {
                    lock.unlock();
                }
            }, null));
            return had[0] && !overlap && lock.owner() == null && lock.waiters.isEmpty() ? 1 : 0;
        }
    }

    /** The owner unlocks while another coroutine locks. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "handed over or found free")
    @Outcome(expect = FORBIDDEN, desc = "the waiter is lost, or two owned it")
    public static class UnlockOrLock extends Contended {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final Coroutine visitor = visitor();

        @Actor
        public void unlock() {
            gate.pass();
            RaceActor.resume(owner);
        }

        @Actor
        public void lock(II_Result r) {
            gate.pass();
            RaceActor.resume(visitor);
            RaceActor.pollUntil(() -> visitor.state().isEnd());
            r.r1 = ended(visitor);
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = verify();
        }
    }

    /**
     * The owner unlocks while the oldest waiter is cancelled by its own carrier's thread. Another one waits behind it.
     */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "the turn came first")
    @Outcome(id = "2, 1, 1", expect = ACCEPTABLE, desc = "the cancellation came first, the next has its turn")
    @Outcome(expect = FORBIDDEN, desc = "a waiter is lost, two owned it, or it was not given back")
    public static class UnlockOrCancel extends Contended {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final Coroutine first = visitor();
        private final Coroutine second = visitor();

        @Actor
        public void unlock() {
            gate.pass();
            RaceActor.resume(owner);
        }

        @Actor
        public void waitAndCancel(III_Result r) {
            RaceActor.resume(first);
            RaceActor.resume(second);
            gate.pass();
            first.cancel();
            RaceActor.pollUntil(() -> haveEnded(first, second));
            r.r1 = ended(first);
            r.r2 = ended(second);
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = verify();
        }
    }

    /** The oldest waiter is cancelled by another thread, which then unlocks. */
    @JCStressTest
    @State
    @Outcome(id = "2, 1, 1", expect = ACCEPTABLE, desc = "cancelled in the queue or in its turn; the next has its own")
    @Outcome(expect = FORBIDDEN, desc = "a waiter is lost, two owned it, or it was not given back")
    public static class CancelThenUnlock extends Contended {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final Coroutine first = visitor();
        private final Coroutine second = visitor();
        private volatile boolean waiting;

        @Actor
        public void cancelAndUnlock() {
            RaceActor.pollUntil(() -> waiting);
            gate.pass();
            first.cancel();
            RaceActor.resume(owner);
        }

        @Actor
        public void waits(III_Result r) {
            RaceActor.resume(first);
            waiting = true;
            gate.pass();
            RaceActor.resume(second);
            RaceActor.pollUntil(() -> haveEnded(first, second));
            r.r1 = ended(first);
            r.r2 = ended(second);
        }

        @Arbiter
        public void end(III_Result r) {
            r.r3 = verify();
        }
    }
}
