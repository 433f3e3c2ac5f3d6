package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.lock.CoroutineLock;
import io.creel.core.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each run of a coroutine is asked to end, so its first poll answers. The classes inside carry by hand the marks that
 * the weaver adds. A test that says "canary" removes the guard and shows what it guards against.
 */
@Timeout(60)
@SuppressWarnings("unused") // the marks
class PreemptionPollTest {
    private static final int $creel$polled = 1; // lambdas of the tests are bodies

    static final List<String> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final TestStash stash = new TestStash("stash");
    private final PollCounters counts = carrier.counters().polls();
    private boolean waits = true;
    private Throwable thrownByPolicy;

    @BeforeEach
    void setUp() {
        events.clear();
        carrier.setSlicing(new Slicing() {
            @Override
            public boolean expired(Coroutine running) {
                return false;
            }

            @Override
            public boolean waits(Coroutine running) {
                return waits;
            }

            @Override
            public Coroutine suspended(Coroutine preempted) {
                if (thrownByPolicy != null) {
                    throw new IllegalStateException(thrownByPolicy);
                }
                assertTrue(stash.push(preempted));
                return null;
            }
        });
    }

    @AfterEach
    void tearDown() {
        PollAnswer.removed = 0;
        assertFalse(PollSignal.isRaised(), "the word is low again");
        assertEquals(List.of(), failures);
    }

    private Coroutine start(Runnable code) {
        Coroutine coroutine = Coroutine.create(argument -> code.run(), null);
        assertTrue(stash.push(coroutine));
        return coroutine;
    }

    /** Resumes every coroutine in turn. Asks each run to end. */
    private void runAll() {
        for (Coroutine next = stash.pop(); next != null; next = stash.pop()) {
            carrier.preempt(carrier.counters().resumed() + 1);
            carrier.resume(next);
            carrier.withdrawPreemption();
        }
    }

    private static void poll(String event) {
        PreemptionPoll.poll();
        events.add(event);
    }

    @Test
    void shouldLetTheOtherRunFirstWhenThisRunIsAsked() {
        start(() -> poll("A"));
        start(() -> poll("B"));
        runAll();
        assertEquals(List.of("A", "B"), events, "each is preempted once");
        assertEquals(2, counts.preempted());
        assertEquals(4, carrier.counters().resumed());
    }

    @Test
    void shouldNotLeaveWhenAnotherRunIsAsked() {
        start(() -> {
            carrier.preempt(carrier.counters().resumed() + 1);
            poll("A");
            assertFalse(PollSignal.isRaised(), "the request is for a run that has not begun");
        });
        carrier.resume(stash.pop());
        assertEquals(List.of("A"), events);
        assertEquals(0, counts.preempted());
    }

    @Test
    void shouldStayAndLowerTheWordWhenNothingWaits() {
        waits = false;
        start(() -> {
            assertTrue(PollSignal.isRaised());
            poll("A");
            assertFalse(PollSignal.isRaised());
        });
        runAll();
        assertEquals(1, counts.alone());
        assertEquals(0, counts.preempted());
    }

    @Test
    void shouldDoNothingWhenNoCoroutineRuns() {
        carrier.preempt(1);
        PreemptionPoll.poll();
        PreemptionPoll.locked();
        PreemptionPoll.unlocked();
        assertTrue(PollSignal.isRaised(), "the request is for its carrier");
        assertTrue(carrier.withdrawPreemption());
        assertFalse(carrier.withdrawPreemption());
    }

    @Test
    void shouldLowerTheWordWhenTheCarrierCloses() {
        carrier.preempt(1);
        carrier.close();
    }

    @Test
    void shouldNotDeliverACancellationWhenItPolls() {
        Coroutine cancelled = start(() -> {
            poll("A");
            poll("A again");
            assertThrows(CoroutineCancelledException.class, () -> Coroutine.await(stash));
            events.add("A ends");
        });
        start(() -> {
            events.add("B cancels A");
            cancelled.cancel();
        });
        runAll();
        carrier.poll();
        assertEquals(List.of("B cancels A", "A", "A again", "A ends"), events);
    }

    /** Canary: a checkpoint in place of the poll. */
    @Test
    void shouldThrowACancellationWhenACheckpointStandsInPlaceOfThePoll() {
        Coroutine cancelled = start(() -> {
            Coroutine.checkpoint();
            events.add("not reached");
        });
        start(cancelled::cancel);
        runAll();
        assertEquals(List.of(), events);
        assertEquals(CoroutineState.CANCELLED, cancelled.state());
    }

    /** Polls in its class initialiser. */
    static final class Initialised {
        private static final int $creel$polled = 1;
        static int value;

        static {
            poll("in the initialiser");
            value = 7;
        }
    }

    @Test
    void shouldReturnWhenAClassInitialiserIsOnTheStack() {
        start(() -> events.add("value " + Initialised.value));
        runAll();
        assertEquals(List.of("in the initialiser", "value 7"), events);
        assertEquals(1, counts.pinned());
    }

    /** Suspends in its class initialiser. */
    static final class Checked {
        static int value;

        static {
            Coroutine.checkpoint();
            value = 7;
        }
    }

    /** Canary: a checkpoint in place of the poll makes the class unusable. */
    @Test
    void shouldThrowWhenACheckpointStandsInAClassInitialiser() {
        start(() -> assertThrows(ExceptionInInitializerError.class, () -> events.add("value " + Checked.value)));
        runAll();
        assertEquals(List.of(), events);
    }

    private void computeInAMap(Map<String, String> map) {
        events.add(map.computeIfAbsent("key", key -> {
            poll("computed");
            return "value";
        }));
    }

    @Test
    void shouldStayWhenAFrameOfTheJdkLiesBetween() {
        Map<String, String> map = new HashMap<>();
        start(() -> computeInAMap(map));
        start(() -> map.put("other", "value"));
        runAll();
        assertEquals(List.of("computed", "value"), events);
        assertEquals(1, counts.unsafe());
        assertEquals("java.util.HashMap", counts.unsafeFrame());
    }

    /** Canary: a map that another coroutine changes in the middle of a computation. */
    @Test
    void shouldTearAMapWhenFramesAreNotLookedAt() {
        PollAnswer.removed = PollAnswer.FRAMES;
        Map<String, String> map = new HashMap<>();
        start(() -> assertThrows(java.util.ConcurrentModificationException.class, () -> computeInAMap(map)));
        start(() -> map.put("other", "value"));
        runAll();
        assertEquals(1, counts.preempted());
    }

    /** A class that is not woven and holds a lock around a callback. */
    static final class Library {
        final ReentrantLock lock = new ReentrantLock();

        void guarded(Runnable inside) {
            lock.lock();
            try {
                inside.run();
            } finally {
                lock.unlock();
            }
        }
    }

    private void twoInsideALibrary() {
        Library library = new Library();
        for (String name : List.of("A", "B")) {
            start(() -> library.guarded(() -> {
                events.add(name + " in");
                PreemptionPoll.poll();
                events.add(name + " out");
            }));
        }
        runAll();
    }

    @Test
    void shouldAdmitOneWhenACallerThatIsNotWovenHoldsALock() {
        twoInsideALibrary();
        assertEquals(List.of("A in", "A out", "B in", "B out"), events);
        assertEquals(Library.class.getName(), counts.unsafeFrame());
    }

    /** Canary. */
    @Test
    void shouldAdmitTwoWhenFramesAreNotLookedAt() {
        PollAnswer.removed = PollAnswer.FRAMES;
        twoInsideALibrary();
        assertEquals(List.of("A in", "B in", "A out", "B out"), events);
    }

    /** A woven class that enters a monitor. */
    static final class Monitor {
        private static final int $creel$polled = 1;
        private static final int $creel$monitors = 1;

        static void guarded(Object monitor, Runnable inside) {
            synchronized (monitor) {
                inside.run();
            }
        }
    }

    private void twoInsideAMonitor() {
        Object monitor = new Object();
        for (String name : List.of("A", "B")) {
            start(() -> {
                Monitor.guarded(monitor, () -> {
                    events.add(name + " in");
                    PreemptionPoll.poll();
                    events.add(name + " out");
                });
                events.add(name + " after");
            });
        }
        runAll();
    }

    @Test
    void shouldAdmitOneWhenACallerHoldsAMonitor() {
        twoInsideAMonitor();
        assertEquals(List.of("A in", "A out", "A after", "B in", "B out", "B after"), events);
        assertEquals(2, counts.locked());
    }

    /** Canary. A second coroutine that entered the monitor would block the carrier for ever, so it only looks. */
    @Test
    void shouldShowTheInsideWhenMonitorsAreNotLookedAt() {
        PollAnswer.removed = PollAnswer.HELD_MONITORS;
        start(() -> Monitor.guarded(new Object(), () -> {
            events.add("A in");
            PreemptionPoll.poll();
            events.add("A out");
        }));
        start(() -> events.add("B looks"));
        runAll();
        assertEquals(List.of("A in", "B looks", "A out"), events);
    }

    @Test
    void shouldLeaveWhenTheMonitorIsFreeAgain() {
        start(() -> Monitor.guarded(this, () -> {
        }));
        Object monitor = new Object();
        start(() -> {
            Monitor.guarded(monitor, () -> events.add("A in"));
            poll("A");
        });
        start(() -> events.add("B"));
        runAll();
        assertEquals(List.of("A in", "B", "A"), events);
    }

    private void twoUnderALock() {
        ReentrantLock lock = new ReentrantLock();
        for (String name : List.of("A", "B")) {
            start(() -> {
                PreemptionPoll.locked();
                lock.lock();
                events.add(name + " in");
                PreemptionPoll.poll();
                events.add(name + " out");
                lock.unlock();
                PreemptionPoll.unlocked();
            });
        }
        runAll();
    }

    @Test
    void shouldAdmitOneWhenWovenCodeHasCountedALock() {
        twoUnderALock();
        assertEquals(List.of("A in", "A out", "B in", "B out"), events);
        assertEquals(2, counts.locked());
    }

    /** Canary. */
    @Test
    void shouldAdmitTwoWhenLocksAreNotCounted() {
        PollAnswer.removed = PollAnswer.COUNTED;
        twoUnderALock();
        assertEquals(List.of("A in", "B in", "A out", "B out"), events);
    }

    @Test
    void shouldForgetLocksOfABodyThatHasEnded() {
        start(() -> {
            for (int i = 0; i < 1_000; i++) {
                PreemptionPoll.locked(); // more than the counter holds
            }
            PreemptionPoll.unlocked();
            poll("A");
        });
        start(() -> {
            PreemptionPoll.unlocked(); // never below 0
            PreemptionPoll.locked();
            poll("B");
            PreemptionPoll.unlocked();
            poll("B again");
        });
        runAll();
        assertEquals(List.of("A", "B", "B again"), events);
        assertEquals(2, counts.locked());
        assertEquals(0, counts.preempted(), "the request of the run was answered while the lock was held");
    }

    @Test
    void shouldCountConversionsOfStamps() {
        var stamps = new java.util.concurrent.locks.StampedLock();
        start(() -> {
            long optimistic = stamps.tryOptimisticRead();
            long write = stamps.tryConvertToWriteLock(optimistic);
            PreemptionPoll.converted(write, optimistic);
            poll("under the write lock");
            long read = stamps.tryConvertToReadLock(write);
            PreemptionPoll.converted(read, write);
            PreemptionPoll.converted(stamps.tryConvertToOptimisticRead(read), read);
            PreemptionPoll.converted(0, write);
            carrier.preempt(carrier.counters().resumed());
            poll("free");
        });
        runAll();
        assertEquals(1, counts.locked());
        assertEquals(1, counts.preempted());
    }

    @Test
    void shouldStayWhenACoroutineLockIsHeld() {
        CoroutineLock lock = new CoroutineLock("lock");
        start(() -> {
            lock.lock();
            poll("A");
            lock.unlock();
        });
        start(() -> events.add("B"));
        runAll();
        assertEquals(List.of("A", "B"), events);
        assertEquals(1, counts.locked());
    }

    @Test
    void shouldTellTheFailureHandlerAndGoOnWhenThePolicyThrows() {
        thrownByPolicy = new ArithmeticException();
        start(() -> poll("A"));
        runAll();
        assertEquals(List.of("A"), events);
        assertEquals(1, counts.failed());
        assertEquals(1, carrier.counters().completed());
        assertEquals(thrownByPolicy, failures.removeFirst().getCause());
    }

    @Test
    void shouldReturnInsideAForeignContinuation() {
        start(() -> new Continuation(new ContinuationScope("foreign"), () -> poll("A")).run());
        runAll();
        assertEquals(List.of("A"), events);
        assertEquals(0, counts.preempted());
    }

    @Test
    void shouldReturnAndLowerTheWordInAVirtualThreadOnTheCarrier() {
        FakeGuest guest = new FakeGuest(() -> {
            poll("guest");
            assertFalse(PollSignal.isRaised());
        });
        assertTrue(stash.push(guest.coroutine));
        runAll();
        assertEquals(List.of("guest"), events);
        assertEquals(1, counts.unsafe());
    }

    @Test
    void shouldLookAtAnUnsafeStackLessAndLessOften() {
        Map<String, String> map = new HashMap<>();
        start(() -> map.computeIfAbsent("key", key -> {
            for (int i = 0; i < 1_000; i++) {
                carrier.preempt(carrier.counters().resumed());
                PreemptionPoll.poll();
            }
            return "value";
        }));
        runAll();
        assertEquals(11, counts.unsafe(), "requests 1, 3, 6, 11, 20, 37, 70, 135, 264, 521 and 778");
    }

    @Test
    void shouldLeaveBelowATask() {
        Task<Integer> task = Task.of(() -> {
            poll("A");
            return 1;
        });
        assertTrue(stash.push(task.coroutine()));
        start(() -> events.add("B"));
        runAll();
        assertEquals(List.of("B", "A"), events);
        assertNull(counts.unsafeFrame());
    }

    @Test
    void shouldLeaveBelowReflection() throws ReflectiveOperationException {
        var method = PreemptionPollTest.class.getDeclaredMethod("poll", String.class);
        start(() -> {
            try {
                method.invoke(null, "A");
            } catch (ReflectiveOperationException impossible) {
                throw new AssertionError(impossible);
            }
        });
        start(() -> events.add("B"));
        runAll();
        assertEquals(List.of("B", "A"), events, counts::unsafeFrame);
    }

    private static int deep(int depth) {
        PreemptionPoll.poll();
        return deep(depth + 1) + 1;
    }

    /** The overflow comes out of the code itself, once; no poll is torn, and the coroutine goes on. */
    @Test
    void shouldStayWholeWhenTheStackOverflows() {
        start(() -> {
            assertThrows(StackOverflowError.class, () -> deep(0));
            poll("A");
        });
        for (int i = 0; i < 20; i++) {
            runAll();
            start(() -> {
                assertThrows(StackOverflowError.class, () -> {
                    carrier.preempt(carrier.counters().resumed());
                    deep(0);
                });
                poll("next");
            });
        }
        runAll();
        assertEquals(21, carrier.counters().completed());
    }

    @Test
    void shouldCountEachCarrierOnceWhenTwoThreadsAskAndWithdraw() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        Carrier other = new Carrier("other");
        for (int thread = 0; thread < 2; thread++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 100_000; i++) {
                    carrier.preempt(i);
                    other.preempt(i);
                    carrier.withdrawPreemption();
                    other.withdrawPreemption();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        carrier.withdrawPreemption();
        other.withdrawPreemption();
    }
}
