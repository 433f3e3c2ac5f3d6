package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.lock.CoroutineLock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The rules for a stack that another runtime switches, and the refusals it gets. */
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
            log.add("resumes");
        });
        assertEquals(CoroutineState.SUSPENDED, guest.coroutine.state());
        assertEquals("argument", guest.coroutine.argument());
        assertSame(guest.thread, guest.coroutine.thread());
        carrier.resume(guest.coroutine);
        assertEquals(CoroutineState.STASHED, guest.coroutine.state());
        assertEquals(List.of("begins"), log);
        resumeFromStash();
        assertEquals(List.of("begins", "resumes"), log);
        assertEquals(CoroutineState.COMPLETED, guest.coroutine.state());
        assertEquals(1, carrier.counters().created());
        assertEquals(2, carrier.counters().resumed());
        assertEquals(1, carrier.counters().completed());
        assertEquals(List.of(), guest.events);
    }

    @Test
    void shouldGetItsHandleHeldWhenItWaitsOutsideCreel() {
        FakeGuest guest = new FakeGuest(FakeGuest::block);
        carrier.resume(guest.coroutine);
        assertEquals(List.of("blocked BLOCKED"), guest.events);
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
    void shouldBeItselfInsideAndNullOutside() {
        FakeGuest[] guest = new FakeGuest[1];
        guest[0] = new FakeGuest(() -> assertSame(guest[0].coroutine, Coroutine.current()));
        carrier.resume(guest[0].coroutine);
        assertEquals(CoroutineState.COMPLETED, guest[0].coroutine.state());
        assertNull(Coroutine.current());
    }

    @Test
    void shouldEndOneWaitAndNoLaterOneWhenTheWaitIsCancelled() {
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

    /** The number of a guest's wait passes its whole range twice, with more than half a range between two requests. */
    @Test
    void shouldEndTheWaitThatIsMeantAndNoOtherWhenTheNumberOfItsWaitsWraps() {
        FakeGuest guest = new FakeGuest(() -> {
            while (true) {
                try {
                    Coroutine.await(stash);
                    log.add("resumed");
                } catch (CoroutineCancelledException asked) {
                    log.add("cancelled");
                }
            }
        });
        carrier.resume(guest.coroutine);
        stash.takenBy(carrier);
        for (int step = 1; step <= 32; step++) {
            guest.coroutine.life = (step << 28) - 3; // 3 waits before the number is a multiple of 2^28
            for (int wait = 0; wait < 6; wait++) {
                log.clear();
                resumeFromStash();
                assertEquals(List.of("resumed"), log, "not asked, step=" + step + ", wait=" + wait);
            }
            if (step % 9 == 0) {
                log.clear();
                guest.coroutine.cancelWait(guest.coroutine.epoch());
                carrier.poll();
                assertEquals(List.of("cancelled"), log, "asked, step=" + step);
            }
        }
    }

    @Test
    void shouldRefuseEveryUseOfTheHandleOfOneThatDoesNotWaitInCreel() {
        FakeGuest guest = new FakeGuest(() -> {
            FakeGuest.block();
            log.add("resumes");
        }, false);
        for (int i = 0; i < 2; i++) { // before it begins, and while it blocks
            assertEquals(CoroutineState.BLOCKED, guest.coroutine.state());
            assertRefused("push", "stash", guest, () -> stash.push(guest.coroutine));
            assertRefused("resume", "host", guest, () -> carrier.resume(guest.coroutine));
            assertFalse(carrier.resume(guest.coroutine, guest.coroutine.epoch()));
            assertRefused("cancel", i == 0 ? "null" : "inbox of host", guest, guest.coroutine::abandon);
            carrier.resume(Coroutine.create(argument -> Coroutine.transfer(self -> {
                stash.push(self);
                return guest.coroutine;
            }), null));
            assertEquals(CoroutineState.BLOCKED, guest.coroutine.state());
            resumeFromStash();
            assertFalse(guest.thread.isInterrupted(), "a refusal changes nothing");
            assertFalse(guest.coroutine.isCancelRequested(), "a refusal changes nothing");
            guest.coroutine.unblock(guest);
            carrier.resume(guest.coroutine);
        }
        assertEquals(List.of("resumes"), log);
        assertEquals(CoroutineState.COMPLETED, guest.coroutine.state());
        String transfer = refusal("transfer", "host", guest);
        assertEquals(List.of(transfer, transfer), failures);
    }

    private static void assertRefused(String what, String by, FakeGuest guest, Executable use) {
        assertEquals(refusal(what, by, guest), assertThrows(IllegalStateException.class, use).getMessage());
    }

    private static String refusal(String what, String by, FakeGuest guest) {
        return what + " refused, its thread does not wait in Creel: coroutine=" + name(guest)
                + ", state=BLOCKED, stash=none, by=" + by;
    }

    @Test
    void shouldLetOnlyTheGuestUnblockItsHandle() {
        FakeGuest guest = new FakeGuest(() -> log.add("runs"), false);
        FakeGuest other = new FakeGuest(() -> {
        });
        assertEquals("unblock refused, the caller is not its guest: coroutine=" + name(guest) + ", by=fake guest",
                assertThrows(IllegalStateException.class, () -> guest.coroutine.unblock(other)).getMessage());
        assertEquals("block refused, the caller is not its guest: coroutine=" + name(other) + ", by=fake guest",
                assertThrows(IllegalStateException.class, () -> other.coroutine.block(guest)).getMessage());
        guest.coroutine.unblock(guest);
        assertEquals("unblock refused: coroutine=" + name(guest) + ", state=SUSPENDED, stash=none, by=fake guest",
                assertThrows(IllegalStateException.class, () -> guest.coroutine.unblock(guest)).getMessage());
        assertTrue(guest.coroutine.block(guest), "it found no place");
        guest.coroutine.unblock(guest);
        stash.push(guest.coroutine);
        assertFalse(guest.coroutine.block(guest), "it found one");
        resumeFromStash();
        assertEquals(List.of("runs"), log);
    }

    @Test
    void shouldBeInterruptedAndNotWaitWhenCancelled() {
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
    void shouldNameTheFrameWhenItPinsTheGuest() {
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
    void shouldBeRefusedWhenItsHandleHasAnotherOwner() {
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
    void shouldPassOnALockItStillHoldsWhenItEnds() {
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
    void shouldComeBackToItselfWhenNoCarrierIsLeft() {
        FakeGuest unseen = new FakeGuest(() -> {
        });
        stash.push(unseen.coroutine);
        stash.close();
        assertEquals(List.of("abandoned BLOCKED"), unseen.events);

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
        assertEquals(List.of("blocked BLOCKED", "abandoned BLOCKED"), late.events);
    }

    @Test
    void shouldNotWaitWhenAbandonedMeanwhile() {
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
