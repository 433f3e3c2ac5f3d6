package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.internal.LockQueue;
import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseTest {
    private final List<String> events = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier");
    private final TestStash stash = new TestStash("stash");
    private final Body<String> waiting = name -> {
        try {
            Coroutine.await(stash);
        } finally {
            events.add("unwound " + name);
        }
    };

    @Test
    void shouldCancelInTheNextPassWhatThisPassFound() {
        carrier.start(waiting, "one");
        carrier.resumeStarted();
        carrier.start(waiting, "never begun");
        assertEquals(2, carrier.cancelWaiting());
        assertEquals(0, carrier.counters().cancelled());
        assertEquals(2, carrier.cancelWaiting());
        assertEquals(List.of("unwound one"), events);
        assertEquals(2, carrier.counters().cancelled());
        assertEquals(0, carrier.cancelWaiting());
    }

    /**
     * The holder runs on another carrier, so the waiter cannot take the lock again before its own carrier has closed.
     */
    @Test
    void shouldHoldTheLockAgainWhenAWaitForAConditionEndsByTheClose() {
        Carrier other = new Carrier("other");
        CoroutineLock lock = new CoroutineLock("lock");
        CoroutineCondition condition = new CoroutineCondition("condition", lock);
        CoroutineEvent release = new CoroutineEvent("release");
        Coroutine waiter = Coroutine.create(ignored -> {
            lock.lock();
            try {
                condition.await();
            } finally {
                events.add("holds the lock: " + lock.isHeld());
                lock.unlock();
            }
        }, null);
        carrier.resume(waiter);
        other.resume(Coroutine.create(ignored -> {
            lock.lock();
            release.await();
            lock.unlock();
        }, null));
        carrier.close();
        assertEquals(List.of(), events);
        release.signal();
        other.poll(); // the holder unlocks
        other.poll(); // the waiter resumes here, because its own carrier is closed
        assertEquals(List.of("holds the lock: true"), events);
        assertEquals(CoroutineState.CANCELLED, waiter.state());
    }

    @Test
    void shouldEndARoamingOneHereWhenItsOwnCarrierIsClosed() {
        Carrier other = new Carrier("other");
        TestStash shared = new TestStash("shared");
        other.start(shared, waiting, "begun elsewhere");
        other.resume(shared.drain(new Batch(1), 1));
        shared.push(stash.pop());
        other.shut();
        shared.takenBy(carrier);
        assertEquals(1, carrier.close());
        assertEquals(List.of("unwound begun elsewhere"), events);
    }

    @Test
    void shouldAlsoCancelWhatBelongsToACarrierThatHasClosed() {
        Carrier other = new Carrier("other");
        TestStash shared = sharedStash();
        Body<String> inShared = _ -> Coroutine.await(shared);
        other.resume(Coroutine.create(inShared, "other's"));
        other.shut();
        carrier.resume(Coroutine.create(inShared, "mine"));
        assertEquals(2, carrier.close());
        assertEquals(0, shared.size());
    }

    @Test
    void shouldCancelUnstartedHandlesWhenTheTakerCloses() {
        TestStash drained = new TestStash("drained");
        TestStash named = new TestStash("named");
        Batch batch = new Batch(1);
        carrier.resume(drained.drain(batch, 1));
        drained.drain(batch, 1);
        named.takenBy(carrier);
        drained.push(Coroutine.create(waiting, "one"));
        named.push(Coroutine.create(waiting, "two"));
        assertEquals(2, carrier.close());
        assertEquals(2, carrier.counters().created());
    }

    @Test
    void shouldCountOnceWhenMadeWithoutACarrier() {
        carrier.resume(Coroutine.create(waiting, "resumed"));
        stash.push(Coroutine.create(waiting, "never begun"));
        assertEquals(1, carrier.counters().created());
        carrier.close();
        assertEquals(2, carrier.counters().created());
        assertEquals(2, carrier.counters().cancelled());
    }

    @Test
    void shouldRefuseAStartWhenClosed() {
        carrier.close();
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> carrier.start(waiting, "late"));
        assertEquals("start refused, the carrier is closed: carrier=carrier", refused.getMessage());
        assertEquals(0, carrier.counters().created());
    }

    @Test
    void shouldCancelWhatABatchStillHolds() {
        Batch batch = new Batch(2);
        carrier.resume(batch);
        carrier.start(waiting, "begun");
        carrier.resumeStarted();
        stash.push(Coroutine.create(waiting, "not begun"));
        stash.drain(batch, 2);
        assertEquals(2, carrier.close());
        assertEquals(List.of("unwound begun"), events);
        assertEquals(0, batch.size());
        assertEquals(carrier.counters().created(), carrier.counters().cancelled());
    }

    /** Never becomes empty, as a ring with producers that never pause. */
    private static final class BottomlessStash extends Stash {
        BottomlessStash() {
            super("bottomless");
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        protected boolean insert(Coroutine handle) {
            return true;
        }

        @Override
        protected Coroutine extract() {
            Coroutine another = Coroutine.create(argument -> {
            }, null);
            claim(another);
            return another;
        }
    }

    @Test
    void shouldShutWhenAStashNeverBecomesEmpty() {
        new BottomlessStash().takenBy(carrier);
        assertEquals(1, carrier.cancelWaiting());
        assertEquals(2, carrier.cancelWaiting());
        carrier.start(waiting, "never begun");
        carrier.shut();
        assertEquals(3, carrier.counters().cancelled());
        assertEquals(carrier.counters().created(), carrier.counters().cancelled());
        assertEquals(List.of(), events);
    }

    /** The waker was descheduled: it has taken the waiter out of the queue, and its guard is free again. */
    @Test
    void shouldStrandNoWaiterWhenAWakerStallsWhileItsCarrierCloses() {
        for (Mobility mobility : Mobility.values()) {
            Carrier home = new Carrier("home", (coroutine, failure) -> events.add(failure.getMessage()));
            CoroutineLock lock = new CoroutineLock("lock");
            Coroutine holder = Coroutine.create(argument -> {
                lock.lock();
                Coroutine.await(stash);
            }, null);
            carrier.resume(holder);
            Coroutine waiter = Coroutine.create(argument -> {
                try {
                    lock.lock();
                } finally {
                    events.add("finally");
                }
            }, null, mobility);
            home.resume(waiter);
            LockQueue waiters = holder.heldLocks;
            waiters.enter();
            Coroutine taken = waiters.takeOldest();
            Carrier sentTo = taken.send(waiters);
            waiters.exit();
            home.close();
            Coroutine.wake(taken, sentTo);
            assertEquals(CoroutineState.COMPLETED, waiter.state(), "its turn came before the close");
            assertEquals(List.of("finally"), events, "and no failure is reported");
            events.clear();
            stash.pop();
        }
    }

    @Test
    void shouldEndOnThisThreadWhatWaitsInAStashThatClosesAfterItsCarrier() {
        TestStash shared = sharedStash();
        assertTrue(carrier.start(shared, waiting, "one"));
        carrier.resume(shared.drain(new Batch(1), 1));
        assertTrue(shared.push(stash.pop()));
        carrier.shut();
        shared.close();
        assertEquals(List.of("unwound one"), events);
        assertEquals(1, carrier.counters().cancelled());
        assertEquals(carrier.counters().created(), carrier.counters().ended());
    }

    @Test
    void shouldGiveBackWhatACoroutineOwnsThatEndsAfterItsCarrier() {
        TestStash shared = sharedStash();
        TestOwned packet = new TestOwned();
        assertTrue(carrier.start(shared, (Body<TestOwned>) owned -> Coroutine.await(stash), packet));
        carrier.resume(shared.drain(new Batch(1), 1));
        assertTrue(shared.push(stash.pop()));
        carrier.shut();
        shared.close();
        assertEquals(1, packet.givenBack());
    }

    @Test
    void shouldCountAndReportAFailureInTheEndAfterTheClose() {
        List<String> told = new ArrayList<>();
        Carrier reporting = new Carrier("reporting", (_, failure) -> told.add(failure.getMessage()));
        TestStash shared = sharedStash();
        assertTrue(reporting.start(shared, (Body<String>) _ -> {
            try {
                Coroutine.await(stash);
            } catch (CoroutineCancelledException cancelled) {
                throw new IllegalArgumentException("in its end", cancelled);
            }
        }, "one"));
        reporting.resume(shared.drain(new Batch(1), 1));
        assertTrue(shared.push(stash.pop()));
        reporting.shut();
        shared.close();
        assertEquals(List.of("in its end"), told);
        assertEquals(1, reporting.counters().failed());
    }

    /**
     * The ending coroutine needs a lock of another coroutine: it resumes on the thread that unlocks, and counts on its
     * first carrier.
     */
    @Test
    void shouldEndOnTheThreadThatGivesItTheLockAfterTheClose() {
        Carrier other = new Carrier("other");
        CoroutineLock lock = new CoroutineLock("lock");
        CoroutineEvent release = new CoroutineEvent("release");
        CoroutineCondition condition = new CoroutineCondition("condition", lock);
        carrier.resume(Coroutine.create(_ -> {
            lock.lock();
            try {
                condition.await();
            } finally {
                events.add("holds the lock: " + lock.isHeld());
                lock.unlock();
            }
        }, null));
        other.resume(Coroutine.create(_ -> {
            lock.lock();
            release.await();
            lock.unlock();
        }, null));
        carrier.close();
        other.close();
        assertEquals(List.of("holds the lock: true"), events);
        assertEquals(2, carrier.counters().ended() + other.counters().ended());
    }

    private static TestStash sharedStash() {
        return new TestStash("shared") {
            @Override
            protected boolean isShared() {
                return true;
            }
        };
    }
}
