package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.core.task.Scope;
import io.creel.core.task.Task;
import io.creel.core.task.TaskFailedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The exact texts of the rarer refusals. {@link OwnershipTest} has those of a handle in one thread. */
class MisuseTextsTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("net-0", (coroutine, failure) -> failures.add(failure));
    private final Carrier other = new Carrier("net-1", (coroutine, failure) -> failures.add(failure));
    private final TestStash bulk = new TestStash("bulk");

    private static void refused(String expected, Executable misuse) {
        assertEquals(expected, assertThrows(IllegalStateException.class, misuse).getMessage());
    }

    private Coroutine suspended(Body<Object> body, Mobility mobility) {
        Coroutine coroutine = Coroutine.create(body, null, mobility);
        carrier.resume(coroutine);
        return coroutine;
    }

    private Coroutine stashed() {
        return suspended(argument -> Coroutine.await(bulk), Mobility.ROAMING);
    }

    @Test
    void shouldSayThatOnlyACancellationHelpsWhenATimeOutEndsAWaitForALock() {
        CoroutineEvent event = new CoroutineEvent("event");
        Coroutine waiter = suspended(argument -> event.await(), Mobility.ROAMING);
        refused("resume refused, only a cancellation ends this wait: coroutine=" + waiter
                + ", stash=event, taken by=null, by=net-0", () -> carrier.resume(waiter, waiter.epoch()));
        event.signal();
        carrier.poll();
        assertEquals(CoroutineState.COMPLETED, waiter.state());
    }

    @Test
    void shouldNameTheTakerWhenATimeOutFiresOnAnotherCarrier() {
        Coroutine coroutine = stashed();
        refused("resume refused, another carrier takes from its stash: coroutine=" + coroutine
                + ", stash=bulk, taken by=net-0, by=net-1", () -> other.resume(coroutine, coroutine.epoch()));
        carrier.resume(bulk.pop());
    }

    @Test
    void shouldChangeNothingWhenTheEpochIsStale() {
        Coroutine coroutine = suspended(argument -> {
            Coroutine.await(bulk);
            Coroutine.await(bulk);
        }, Mobility.ROAMING);
        long stale = coroutine.epoch();
        carrier.resume(bulk.pop());
        assertEquals(false, carrier.resume(coroutine, stale));
        assertEquals(false, carrier.resume(coroutine, coroutine.epoch() + 1), "nor one that is not there yet");
        assertEquals(1, bulk.size());
        carrier.resume(bulk.pop());
        assertEquals(CoroutineState.COMPLETED, coroutine.state());
    }

    @Test
    void shouldNameTheHomeWhenItIsClosed() {
        Coroutine homed = suspended(argument -> Coroutine.await(bulk), Mobility.HOMED);
        Coroutine handle = bulk.pop();
        carrier.close();
        refused("resume refused, the coroutine is homed on a carrier that is closed: coroutine=" + homed
                + ", carrier=net-0", () -> other.resume(handle));
        refused("resume refused, the coroutine is homed on a carrier that is closed: coroutine=" + homed
                + ", carrier=net-0", () -> other.resume(handle, handle.epoch()));
        assertEquals(CoroutineState.SUSPENDED, handle.state());
    }

    @Test
    void shouldNameTheCarrierWhenItIsClosed() {
        carrier.close();
        refused("start refused, the carrier is closed: carrier=net-0", () -> carrier.start(argument -> {
        }, null));
        refused("start refused, the carrier is closed: carrier=net-0", () -> carrier.start(bulk, argument -> {
        }, null));
        refused("resume refused, the carrier is closed: carrier=net-0",
                () -> carrier.resume(Coroutine.create(argument -> {
                }, null)));
    }

    @Test
    void shouldNameWhatRunsWhenClosedFromInside() {
        carrier.resume(Coroutine.create(argument -> refused(
                "close refused, the carrier is already resuming: carrier=net-0, running=" + Coroutine.current(),
                carrier::close), null));
        assertEquals(List.of(), failures);
        assertEquals(1, carrier.counters().completed());
    }

    @Test
    void shouldNameTheOuterCoroutineWhenItSuspendsWhileItDrivesACarrier() {
        Coroutine outer = Coroutine.create(argument -> other.resume(Coroutine.create(ignored -> Coroutine.await(
                self -> Coroutine.await(bulk)), null)), null);
        carrier.resume(outer);
        assertEquals(List.of("await refused, the coroutine drives a carrier that is resuming: coroutine=" + outer),
                failures.stream().map(Throwable::getMessage).toList());
        assertEquals(0, bulk.size());
        assertEquals(CoroutineState.COMPLETED, outer.state());
    }

    @Test
    void shouldNameTheStashWhenAHandleIsGivenUpThatIsNotTheCallers() {
        Coroutine coroutine = stashed();
        refused("cancel refused: coroutine=" + coroutine + ", state=STASHED, stash=bulk, by=inbox of net-0",
                coroutine::abandon);
        assertEquals(1, bulk.size());
        carrier.resume(bulk.pop());
        assertEquals(CoroutineState.CANCELLED, coroutine.state(), "it was asked to end, that much did happen");
    }

    @Test
    void shouldNameBothWhenASubclassGivesAwayWhatItDoesNotHold() {
        class Thief extends TestStash {
            Thief() {
                super("thief");
            }

            void give(Coroutine handle) {
                unclaim(handle);
            }
        }
        Coroutine coroutine = stashed();
        refused("take refused: coroutine=" + coroutine + ", state=STASHED, stash=bulk, by=thief",
                () -> new Thief().give(coroutine));
        carrier.resume(bulk.pop());
    }

    @Test
    void shouldSayTheNumbersWhenABatchIsMisused() {
        Batch batch = new Batch(1);
        assertEquals("batch capacity must be at least 1: capacity=0",
                assertThrows(IllegalArgumentException.class, () -> new Batch(0)).getMessage());
        assertEquals("no such handle in the batch: index=0, size=0",
                assertThrows(IndexOutOfBoundsException.class, () -> batch.get(0)).getMessage());
        assertEquals("negative batch size: stash=bulk, max=-1",
                assertThrows(IllegalArgumentException.class, () -> bulk.drain(batch, -1)).getMessage());
    }

    @Test
    void shouldNameTheBatchWhenASubclassOverfillsIt() {
        class Greedy extends TestStash {
            Greedy() {
                super("greedy");
            }

            @Override
            public Batch drain(Batch batch, int max) {
                room(batch, max);
                move(extract(), batch);
                move(extract(), batch);
                return batch;
            }
        }
        Greedy greedy = new Greedy();
        Coroutine first = suspended(argument -> Coroutine.await(greedy), Mobility.ROAMING);
        suspended(argument -> Coroutine.await(greedy), Mobility.ROAMING);
        Batch batch = new Batch(1);
        refused("batch is full: batch=batch of greedy, capacity=1", () -> greedy.drain(batch, 2));
        assertEquals(1, carrier.resume(batch));
        assertEquals(CoroutineState.COMPLETED, first.state());
    }

    @Test
    void shouldSayWhyWhenALockIsUsedOutsideACoroutine() {
        String reason = " refused: coroutine=none, reason=the caller does not run in a coroutine";
        CoroutineLock lock = new CoroutineLock("lock");
        refused("lock" + reason, lock::lock);
        refused("tryLock" + reason, lock::tryLock);
        refused("unlock" + reason, lock::unlock);
        refused("acquire" + reason, () -> new CoroutineSemaphore("semaphore", 0).acquire());
        refused("await" + reason, () -> new CoroutineEvent("event").await());
        refused("open" + reason, () -> Scope.open("scope"));
        refused("signal refused, the coroutine does not hold the lock: lock=lock, coroutine=null, owner=null",
                () -> new CoroutineCondition("condition", lock).signal());
    }

    @Test
    void shouldNameTheScopeWhenItIsMisused() {
        Scope[] scope = {null};
        Coroutine owner = Coroutine.create(argument -> {
            scope[0] = Scope.open("lookup");
            assertEquals("timeout must be at least 1: scope=timed, timeoutNs=0",
                    assertThrows(IllegalArgumentException.class, () -> Scope.open("timed", 0)).getMessage());
            Coroutine.await(bulk);
        }, null);
        carrier.resume(owner);
        Coroutine stranger = Coroutine.create(argument -> {
            String both = ": scope=lookup, owner=" + owner + ", by=" + Coroutine.current() + ", closed=false";
            refused("join refused" + both, scope[0]::join);
            refused("close refused" + both, scope[0]::close);
            refused("fork refused" + both, () -> scope[0].fork(() -> 1));
        }, null);
        carrier.resume(stranger);
        carrier.resume(bulk.pop());
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldNameScopeAndChildWhenAChildFails() {
        List<String> said = new ArrayList<>();
        carrier.resume(Coroutine.create(argument -> {
            try (Scope scope = Scope.open("lookup")) {
                Task<Object> child = scope.fork(() -> {
                    throw new IllegalArgumentException("planted");
                });
                said.add(assertThrows(TaskFailedException.class, scope::join).getMessage());
                said.add("scope failed: scope=lookup, coroutine=" + child.coroutine());
                said.add(assertThrows(TaskFailedException.class, child::await).getMessage());
                said.add("task failed: coroutine=" + child.coroutine());
            }
        }, null));
        carrier.resumeStarted();
        carrier.poll();
        assertEquals(List.of(), failures);
        assertEquals(said.get(1), said.get(0));
        assertEquals(said.get(3), said.get(2));
    }

    @Test
    void shouldSayThatTooManyWaitWhenForksDoNotFit() {
        carrier.resume(Coroutine.create(argument -> {
            try (Scope scope = Scope.open("wide")) {
                for (int i = 0; i < Carrier.MAX_PENDING_STARTS; i++) {
                    scope.fork(() -> 1);
                }
                refused("start refused, too many coroutines wait to begin: carrier=net-0, pending=4096",
                        () -> scope.fork(() -> 1));
            }
        }, null));
        carrier.resumeStarted();
        carrier.poll();
        assertEquals(List.of(), failures);
        assertEquals(4_097, carrier.counters().ended());
    }

    /** Needs native frames on the stack: one of a native method, and one of C code that calls back. */
    @Test
    void shouldNameTheFrameWhenNativeCodePinsTheStack() {
        List<String> options = new ArrayList<>(Fork.ALL);
        options.add("-Djdk.reflect.useNativeAccessorOnly=true");
        Fork fork = Fork.run(options, PinnedProgram.class);
        assertEquals("""
                     await refused, a frame below pins the stack: coroutine=PinnedProgram@x, frame=native method \
                     jdk.internal.reflect.DirectMethodHandleAccessor$NativeAccessor.invoke0, reason=NATIVE
                     await refused, a frame below pins the stack: coroutine=PinnedProgram@x, frame=native code that \
                     called io.creel.core.PinnedProgram.compare, reason=NATIVE
                     """, fork.output());
    }
}
