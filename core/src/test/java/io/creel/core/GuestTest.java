package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stack that somebody else switches may count on, and what it must not do. */
class GuestTest {
    private final List<String> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("host", (coroutine, failure) -> failures.add(failure.getMessage()));
    private final TestStash stash = new TestStash("stash");
    private final List<String> log = new ArrayList<>();

    private void resumeFromStash() {
        carrier.resume(stash.drain(new Batch(8), 8));
    }

    @Test
    void shouldTakeItsHandleToTheStashItAwaitsAndRunOnWhenResumed() {
        FakeGuest guest = new FakeGuest(() -> {
            log.add("begins");
            assertTrue(Coroutine.await(stash));
            log.add("goes on");
        });
        assertEquals(CoroutineState.SUSPENDED, guest.coroutine.state());
        assertEquals("argument", guest.coroutine.argument());
        assertSame(guest.thread, guest.coroutine.thread());
        carrier.resume(guest.coroutine);
        assertEquals(CoroutineState.STASHED, guest.coroutine.state());
        assertEquals(List.of("begins"), log);
        resumeFromStash();
        assertEquals(List.of("begins", "goes on"), log);
        assertEquals(CoroutineState.COMPLETED, guest.coroutine.state());
        assertEquals(1, carrier.counters().created());
        assertEquals(2, carrier.counters().resumed());
        assertEquals(1, carrier.counters().completed());
        assertEquals(List.of(), guest.events);
    }

    @Test
    void shouldGetItsHandleHeldWhereItWaitsForSomethingElse() {
        FakeGuest guest = new FakeGuest(FakeGuest::block);
        carrier.resume(guest.coroutine);
        assertEquals(List.of("blocked SUSPENDED"), guest.events);
        assertTrue(stash.push(guest.coroutine), "the handle is its own to place");
        resumeFromStash();
        assertEquals(CoroutineState.COMPLETED, guest.coroutine.state());
    }

    @Test
    void shouldRunInItsTurnAmongCoroutinesOfOneBatch() {
        for (int i = 0; i < 6; i++) {
            int me = i;
            Runnable body = () -> {
                log.add("a" + me);
                Coroutine.await(stash);
                log.add("b" + me);
            };
            stash.push(i % 2 == 0
                    ? new FakeGuest(body).coroutine
                    : Coroutine.create(argument -> body.run(), null));
        }
        resumeFromStash();
        resumeFromStash();
        assertEquals(List.of("a0", "a1", "a2", "a3", "a4", "a5", "b0", "b1", "b2", "b3", "b4", "b5"), log);
        assertEquals(6, carrier.counters().completed());
    }

    @Test
    void shouldTransferFromOneToTheOther() {
        FakeGuest second = new FakeGuest(() -> log.add("guest"));
        carrier.resume(Coroutine.create(argument -> {
            log.add("coroutine");
            Coroutine.transfer(self -> {
                stash.push(self);
                return second.coroutine;
            });
            log.add("coroutine again");
        }, null));
        resumeFromStash();
        assertEquals(List.of("coroutine", "guest", "coroutine again"), log);
    }

    @Test
    void shouldBeItselfInsideAndNobodyOutside() {
        FakeGuest[] guest = new FakeGuest[1];
        guest[0] = new FakeGuest(() -> assertSame(guest[0].coroutine, Coroutine.current()));
        carrier.resume(guest[0].coroutine);
        assertEquals(CoroutineState.COMPLETED, guest[0].coroutine.state());
        assertNull(Coroutine.current());
    }

    @Test
    void shouldEndOneWaitAndNoLaterOneWhereTheWaitIsCancelled() {
        FakeGuest guest = new FakeGuest(() -> {
            assertThrows(CoroutineCancelledException.class, () -> Coroutine.await(stash));
            assertTrue(Coroutine.await(stash));
            log.add("second wait ended");
        });
        carrier.resume(guest.coroutine);
        stash.takenBy(carrier);
        long first = guest.coroutine.epoch();
        guest.coroutine.cancelWait(first);
        carrier.poll();
        assertEquals(CoroutineState.STASHED, guest.coroutine.state(), "the second wait");
        guest.coroutine.cancelWait(first);
        carrier.poll();
        assertEquals(CoroutineState.STASHED, guest.coroutine.state(), "a stale epoch ends nothing");
        resumeFromStash();
        assertEquals(List.of("second wait ended"), log);
    }

    @Test
    void shouldBeInterruptedWhereItIsCancelledAndNotWaitThen() {
        FakeGuest guest = new FakeGuest(() -> {
            FakeGuest.block();
            assertThrows(CoroutineCancelledException.class, () -> Coroutine.await(stash));
            assertThrows(CoroutineCancelledException.class, Coroutine::checkpoint);
            log.add("ended by itself");
        });
        carrier.resume(guest.coroutine);
        assertTrue(guest.coroutine.cancel());
        assertTrue(guest.thread.isInterrupted());
        carrier.resume(guest.coroutine);
        assertEquals(List.of("ended by itself"), log);
        assertEquals(1, carrier.counters().completed());
        assertEquals(0, carrier.counters().cancelled());
        assertFalse(guest.coroutine.cancel());
    }

    @Test
    void shouldSayWhatIsWrongWhereAFramePinsIt() {
        FakeGuest guest = new FakeGuest(() -> log.add(
                assertThrows(IllegalStateException.class, () -> Coroutine.await(stash)).getMessage()));
        guest.pinned = true;
        carrier.resume(guest.coroutine);
        assertEquals(List.of("await refused, a frame below pins the stack: coroutine=" + name(guest)
                + ", frame=unknown, reason=NATIVE"), log);
    }

    private static String name(FakeGuest guest) {
        return "fake guest@" + Integer.toHexString(System.identityHashCode(guest.coroutine));
    }

    @Test
    void shouldRefuseToBeCarriedByAVirtualThread() throws InterruptedException {
        FakeGuest guest = new FakeGuest(() -> log.add("never"));
        List<Throwable> refusals = new ArrayList<>();
        Thread.ofVirtual().start(() -> {
            Carrier virtual = new Carrier("virtual");
            refusals.add(assertThrows(IllegalStateException.class, () -> virtual.resume(guest.coroutine)));
        }).join();
        assertEquals("resume refused, a virtual thread cannot carry another: carrier=virtual, coroutine=" + name(guest),
                refusals.getFirst().getMessage());
        carrier.resume(guest.coroutine);
        assertEquals(List.of("never"), log, "it was still the caller's");
    }

    @Test
    void shouldBeRefusedWhereSomebodyElseOwnsItsHandle() {
        FakeGuest guest = new FakeGuest(() -> {
        });
        stash.push(guest.coroutine);
        assertEquals("resume refused: coroutine=" + name(guest) + ", state=STASHED, stash=stash, by=host",
                assertThrows(IllegalStateException.class, () -> carrier.resume(guest.coroutine)).getMessage());
        resumeFromStash();
        assertEquals("resume refused: coroutine=" + name(guest) + ", state=COMPLETED, stash=none, by=host",
                assertThrows(IllegalStateException.class, () -> carrier.resume(guest.coroutine)).getMessage());
    }

    @Test
    void shouldHandOnALockItEndsWith() {
        CoroutineLock lock = new CoroutineLock("lock");
        FakeGuest guest = new FakeGuest(() -> {
            lock.lock();
            FakeGuest.block();
        });
        carrier.resume(guest.coroutine);
        assertSame(guest.coroutine, lock.owner());
        carrier.resume(guest.coroutine);
        assertNull(lock.owner());
        assertEquals(1, carrier.counters().failed());
        assertEquals(List.of("ended holding a lock: coroutine=" + name(guest) + ", locks=[lock]"), failures);
    }

    @Test
    void shouldComeBackToItselfWhereNoCarrierIsLeft() {
        FakeGuest unseen = new FakeGuest(() -> {
        });
        stash.push(unseen.coroutine);
        stash.close();
        assertEquals(List.of("abandoned SUSPENDED"), unseen.events);

        TestStash other = new TestStash("other");
        FakeGuest seen = new FakeGuest(() -> Coroutine.await(other));
        Carrier closing = new Carrier("closing");
        closing.resume(seen.coroutine);
        other.takenBy(carrier);
        closing.close();
        carrier.resume(other.drain(new Batch(1), 1));
        assertEquals(CoroutineState.COMPLETED, seen.coroutine.state(), "it roams");

        FakeGuest late = new FakeGuest(FakeGuest::block);
        Carrier gone = new Carrier("gone");
        gone.resume(late.coroutine);
        gone.close();
        late.coroutine.abandon();
        assertEquals(List.of("blocked SUSPENDED", "abandoned SUSPENDED"), late.events);
    }

    @Test
    void shouldNotWaitWhereItIsAbandonedMeanwhile() {
        FakeGuest guest = new FakeGuest(() -> log.add(String.valueOf(
                assertThrows(CoroutineCancelledException.class, () -> Coroutine.await(stash)).getMessage())));
        carrier.resume(guest.coroutine);
        guest.abandoned = true;
        resumeFromStash();
        assertEquals(List.of("coroutine cancelled"), log);
    }

    @Test
    void shouldRunOnWithWhatItsCallbackThrew() {
        IllegalArgumentException thrown = new IllegalArgumentException("thrown for this test");
        FakeGuest guest = new FakeGuest(() -> assertSame(thrown,
                assertThrows(IllegalArgumentException.class, () -> Coroutine.await((SuspensionCallback) self -> {
                    throw thrown;
                }))));
        carrier.resume(guest.coroutine);
        assertEquals(CoroutineState.COMPLETED, guest.coroutine.state());
    }
}
