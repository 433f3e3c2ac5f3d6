package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every misuse of a handle, one per test, with its exact message. */
class OwnershipTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("net-0", (coroutine, failure) -> failures.add(failure));
    private final TestStash bulk = new TestStash("bulk");
    private final Batch batch = new Batch(8);

    private static void refused(String expected, Executable misuse) {
        assertEquals(expected, assertThrows(IllegalStateException.class, misuse).getMessage());
    }

    private Coroutine stashed() {
        Coroutine coroutine = Coroutine.create(argument -> Coroutine.await(bulk), null);
        carrier.resume(coroutine);
        return coroutine;
    }

    @Test
    void shouldThrowWhenResumedWhileStashed() {
        Coroutine coroutine = stashed();
        refused("resume refused: coroutine=" + coroutine + ", state=STASHED, stash=bulk, by=net-0",
                () -> carrier.resume(coroutine));
        carrier.resume(bulk.pop());
        assertEquals(CoroutineState.COMPLETED, coroutine.state(), "the misuse changed nothing");
    }

    @Test
    void shouldThrowWhenResumedTwice() {
        Coroutine coroutine = stashed();
        carrier.resume(bulk.pop());
        refused("resume refused: coroutine=" + coroutine + ", state=COMPLETED, stash=none, by=net-0",
                () -> carrier.resume(coroutine));
    }

    @Test
    void shouldThrowWhenResumedAfterAFailure() {
        Coroutine coroutine = Coroutine.create(argument -> {
            throw new IllegalArgumentException("planted");
        }, null);
        carrier.resume(coroutine);
        refused("resume refused: coroutine=" + coroutine + ", state=FAILED, stash=none, by=net-0",
                () -> carrier.resume(coroutine));
    }

    @Test
    void shouldThrowWhenResumedWhileRunning() {
        Carrier other = new Carrier("net-1");
        Coroutine coroutine = Coroutine.create(argument -> {
            Coroutine self = Coroutine.current();
            refused("resume refused: coroutine=" + self + ", state=RUNNING, stash=none, by=net-1",
                    () -> other.resume(self));
        }, null);
        carrier.resume(coroutine);
        assertEquals(List.of(), failures);
        assertEquals(CoroutineState.COMPLETED, coroutine.state());
    }

    @Test
    void shouldThrowWhenResumedAfterACancel() {
        Coroutine coroutine = stashed();
        coroutine.cancel();
        carrier.poll();
        refused("resume refused: coroutine=" + coroutine + ", state=CANCELLED, stash=none, by=net-0",
                () -> carrier.resume(coroutine));
    }

    @Test
    void shouldThrowWhenStashedTwice() {
        Coroutine coroutine = stashed();
        refused("push refused: coroutine=" + coroutine + ", state=STASHED, stash=bulk, by=bulk",
                () -> bulk.push(coroutine));
        assertEquals(1, bulk.size());
    }

    @Test
    void shouldThrowWhenStashedInTwo() {
        Coroutine coroutine = stashed();
        TestStash interactive = new TestStash("interactive");
        refused("push refused: coroutine=" + coroutine + ", state=STASHED, stash=bulk, by=interactive",
                () -> interactive.push(coroutine));
        assertEquals(0, interactive.size());
        assertEquals(1, bulk.size());
    }

    @Test
    void shouldThrowWhenStashedWhileInABatch() {
        Coroutine coroutine = stashed();
        bulk.drain(batch, 1);
        refused("push refused: coroutine=" + coroutine + ", state=STASHED, stash=batch of bulk, by=bulk",
                () -> bulk.push(coroutine));
        carrier.resume(batch);
        assertEquals(CoroutineState.COMPLETED, coroutine.state());
    }

    @Test
    void shouldThrowWhenTakenFromAStashThatDoesNotHoldIt() {
        Coroutine coroutine = stashed();
        TestStash interactive = new TestStash("interactive");
        refused("remove refused: coroutine=" + coroutine + ", state=STASHED, stash=bulk, by=interactive",
                () -> interactive.remove(coroutine));
        assertEquals(1, bulk.size());
    }

    @Test
    void shouldThrowWhenTransferredToOneThatIsNotTheCallbacks() {
        Coroutine other = stashed();
        carrier.start(
                argument -> refused("transfer refused: coroutine=" + other + ", state=STASHED, stash=bulk, by=net-0",
                        () -> Coroutine.transfer(self -> other)),
                null);
        carrier.resumeStarted();
        assertEquals(List.of(), failures);
        assertEquals(2, carrier.counters().created());
    }

    @Test
    void shouldThrowWhenAwaitingOutsideACoroutine() {
        refused("await refused: coroutine=none, reason=the caller does not run in a coroutine",
                () -> Coroutine.await(bulk));
        refused("transfer refused: coroutine=none, reason=the caller does not run in a coroutine",
                () -> Coroutine.transfer(self -> self));
        refused("checkpoint refused: coroutine=none, reason=the caller does not run in a coroutine",
                Coroutine::checkpoint);
    }

    @Test
    void shouldThrowWhenAwaitingInsideAForeignContinuation() {
        carrier.start(argument -> new Continuation(new ContinuationScope("foreign"), () -> refused(
                "await refused: coroutine=none, reason=a foreign continuation lies between the caller and its coroutine",
                () -> Coroutine.await(bulk))).run(), null);
        carrier.resumeStarted();
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldNameTheClassWhenSuspendingInItsInitialiser() {
        carrier.start(argument -> {
            Throwable inInitialiser = assertThrows(ExceptionInInitializerError.class, SuspendingInitialiser::touch);
            assertEquals("await refused, a frame below pins the stack: coroutine=" + Coroutine.current()
                    + ", frame=class initialiser of " + SuspendingInitialiser.class.getName() + ", reason=NATIVE",
                    inInitialiser.getCause().getMessage());
        }, null);
        carrier.resumeStarted();
        assertEquals(List.of(), failures);
        assertEquals(1, carrier.counters().completed(), "the refusal left the coroutine usable");
    }

    @Test
    void shouldThrowWhenResumingFromInsideACoroutineOfTheSameCarrier() {
        Coroutine other = Coroutine.create(argument -> {
        }, null);
        carrier.start(argument -> refused("resume refused, the carrier is already resuming: carrier=net-0, running="
                + Coroutine.current(), () -> carrier.resume(other)), null);
        carrier.resumeStarted();
        assertEquals(List.of(), failures);
        carrier.resume(other);
    }

    @Test
    void shouldThrowWhenResumingFromASuspensionCallback() {
        Coroutine other = Coroutine.create(argument -> {
        }, null);
        carrier.start(argument -> refused("resume refused, the carrier is already resuming: carrier=net-0, running="
                + Coroutine.current(), () -> Coroutine.await(self -> {
                    carrier.resume(other);
                    return true;
                })), null);
        carrier.resumeStarted();
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldThrowWhenASecondThreadUsesTheCarrier() throws InterruptedException {
        stashed();
        bulk.drain(batch, 1);
        Throwable[] caught = {null};
        Thread second = new Thread(() -> {
            try {
                carrier.resume(batch);
            } catch (IllegalStateException e) {
                caught[0] = e;
            }
        }, "second");
        second.start();
        second.join();
        assertEquals("resume refused, the carrier belongs to another thread: carrier=net-0, thread="
                + Thread.currentThread().getName() + ", by=second", caught[0].getMessage());
        assertEquals(1, carrier.resume(batch), "the batch still holds what it held");
    }

    @Test
    void shouldThrowWhenTooManyStartsWaitInsideACoroutine() {
        carrier.start(argument -> {
            for (int i = 0; i < Carrier.MAX_PENDING_STARTS; i++) {
                carrier.start(ignored -> {
                }, null);
            }
            refused("start refused, too many coroutines wait to begin: carrier=net-0, pending=4096",
                    () -> carrier.start(ignored -> {
                    }, null));
        }, null);
        assertEquals(1, carrier.resumeStarted());
        assertEquals(4096, carrier.resumeStarted());
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldKeepTheHandleWhenAStashThrowsInsteadOfTakingIt() {
        Stash picky = new Stash("picky") {
            @Override
            public int size() {
                return 0;
            }

            @Override
            protected boolean insert(Coroutine handle) {
                throw new IllegalArgumentException("planted");
            }

            @Override
            protected Coroutine extract() {
                return null;
            }
        };
        Coroutine coroutine = Coroutine.create(argument -> {
        }, null);
        assertThrows(IllegalArgumentException.class, () -> picky.push(coroutine));
        carrier.resume(coroutine);
        assertEquals(CoroutineState.COMPLETED, coroutine.state());
    }

    @Test
    void shouldTellWhetherItWaitedWhenTransferReturns() {
        List<Boolean> waited = new ArrayList<>();
        Coroutine coroutine = Coroutine.create(argument -> {
            waited.add(Coroutine.transfer(self -> self));
            waited.add(Coroutine.transfer(bulk));
        }, null);
        carrier.resume(coroutine);
        carrier.resume(bulk.pop());
        assertEquals(List.of(false, true), waited);
    }

    private static final class SuspendingInitialiser {
        static {
            Coroutine.await(self -> {
                throw new AssertionError("must not be called");
            });
        }

        static void touch() {
        }
    }
}
