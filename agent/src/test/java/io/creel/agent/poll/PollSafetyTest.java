package io.creel.agent.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.PollCounters;
import io.creel.queues.ListStash;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.function.Consumer;
import org.jctools.queues.MpscUnboundedXaddArrayQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Woven code on one carrier, with the interleaving forced: every poll is asked, so a run ends at the first one that may
 * suspend. Between two runs the test looks at half-done work. A canary removes one guard.
 */
@Timeout(120)
class PollSafetyTest {
    private final Watch watch = new Watch();
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final ListStash ready = new ListStash("ready");
    private final PollCounters counts = carrier.counters().polls();

    @AfterEach
    void restore() throws ReflectiveOperationException {
        Stage.remove(0);
    }

    private void start(Body<Watch> body) {
        assertTrue(ready.push(Coroutine.create(body, watch)));
    }

    /** Runs all coroutines in turns, from poll to poll. */
    private void runAll(Runnable between) {
        carrier.setSlicing(Stage.always(ready, carrier));
        for (Coroutine next = ready.pop(); next != null; next = ready.pop()) {
            carrier.preempt(carrier.counters().resumed() + 1);
            carrier.resume(next);
            carrier.withdrawPreemption();
            between.run();
        }
    }

    private void play(String scene, int coroutines, int rounds) throws ReflectiveOperationException {
        Stage stage = Stage.ofPolled();
        Scene shared = stage.scene(scene);
        for (int i = 0; i < coroutines; i++) {
            start(stage.body(shared, rounds));
        }
        runAll(watch::look);
    }

    @Test
    void shouldPreemptInTheMiddleWhenNothingIsHeld() throws ReflectiveOperationException {
        play("Free", 2, 10);
        assertEquals(List.of(), failures);
        assertTrue(counts.preempted() > 50, () -> "preempted=" + counts.preempted());
        assertTrue(watch.seenInside.get() > 0);
        assertTrue(watch.letInTwice.get() > 0, "both are in the loop at once");
        assertEquals(0, counts.unsafe(), counts::unsafeFrame);
    }

    @Test
    void shouldStayBelowABodyThatIsNotWoven() throws ReflectiveOperationException {
        Scene free = Stage.ofPolled().scene("Free");
        start(told -> {
            free.act(told);
        });
        runAll(() -> {
        });
        assertEquals(List.of(), failures);
        assertTrue(counts.unsafe() > 0);
        assertEquals(PollSafetyTest.class.getName(), counts.unsafeFrame());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SynchronizedCaller", "SynchronizedBlock", "ComputesIfAbsent", "SortsWithAComparator",
            "UsesALock", "UsesAReadLock", "UsesStamps", "UsesASemaphore", "HasACriticalMethod"})
    void shouldLetNobodyInTwiceWhenPolled(String scene) throws ReflectiveOperationException {
        play(scene, 3, 40);
        assertEquals(List.of(), failures);
        assertEquals(0, watch.letInTwice.get());
        assertEquals(0, watch.seenInside.get());
        assertTrue(watch.rounds.get() >= 120, () -> "rounds=" + watch.rounds);
        assertTrue(counts.preempted() > 20, () -> "preempted=" + counts.preempted());
        assertTrue(counts.locked() + counts.unsafe() > 0);
    }

    /** Canaries: one coroutine, because a second one would block the carrier for ever. */
    @ParameterizedTest
    @CsvSource({"SynchronizedCaller,4", "SynchronizedBlock,4", "ComputesIfAbsent,2", "SortsWithAComparator,2",
            "UsesALock,1", "UsesAReadLock,1", "UsesStamps,1", "UsesASemaphore,1", "HasACriticalMethod,1"})
    void shouldSeeHalfDoneWorkWhenAGuardIsRemoved(String scene, int guard) throws ReflectiveOperationException {
        Stage.remove(guard);
        play(scene, 1, 40);
        assertTrue(watch.seenInside.get() > 0);
    }

    /** Canary: what a sort throws if another coroutine changes its list. */
    @Test
    void shouldThrowFromASortWhenFramesAreNotLookedAt() throws ReflectiveOperationException {
        Stage.remove(Stage.FRAMES);
        play("SortsWithAComparator", 3, 40);
        assertTrue(failures.stream().anyMatch(ConcurrentModificationException.class::isInstance), failures::toString);
    }

    /** Canary: a lock that belongs to the thread admits the next coroutine of the same thread. */
    @Test
    void shouldLetTwoIntoALockWhenLocksAreNotCounted() throws ReflectiveOperationException {
        Stage.remove(Stage.COUNTED);
        play("UsesALock", 3, 40);
        assertTrue(watch.letInTwice.get() > 0);
    }

    @Test
    void shouldInitialiseAClassOnceWhenItsInitialiserPolls() throws ReflectiveOperationException {
        play("Initialises", 3, 3);
        assertEquals(List.of(), failures);
        assertTrue(counts.pinned() > 0, "a poll below the initialiser was asked");
        assertTrue(counts.preempted() > 0);
    }

    /** Lets three coroutines offer to one ring. Its class comes from the loader of the woven code. */
    private Object produce(PollPackages packages, Consumer<Object> between) throws ReflectiveOperationException {
        Stage stage = new Stage(packages);
        Object ring = Class.forName(MpscUnboundedXaddArrayQueue.class.getName(), true, stage.loader)
                .getConstructor(int.class).newInstance(4);
        for (int i = 0; i < 3; i++) {
            start(stage.body(stage.scene("RingProducer", ring), 20));
        }
        runAll(() -> between.accept(ring));
        return ring;
    }

    @Test
    void shouldFindEveryClaimedSlotFilledWhenProducersOfARingArePolled() throws ReflectiveOperationException {
        int[] taken = {0};
        produce(PollPackages.of(List.of("io.creel.polled")), shared -> {
            var ring = (MpscUnboundedXaddArrayQueue<?>) shared;
            for (int size = ring.size(); size > 0; size--) {
                assertNotNull(ring.relaxedPoll(), "poll() would wait here for ever");
                taken[0]++;
            }
        });
        assertEquals(List.of(), failures);
        assertEquals(3 * 20 * 20, taken[0]);
        assertTrue(counts.preempted() > 20);
    }

    /** Canary: the ring itself is woven. Its consumer finds a claimed slot that is empty while no producer runs. */
    @Test
    void shouldFindAnEmptySlotWhenTheRingItselfIsPolled() throws ReflectiveOperationException {
        int[] empty = {0};
        Object ring = produce(PollPackages.unchecked("io.creel.polled", "org.jctools"), shared -> {
            if ((int) call(shared, "size") > 0 && call(shared, "relaxedPoll") == null) {
                empty[0]++;
            }
        });
        assertEquals(ring.getClass().getName(), MpscUnboundedXaddArrayQueue.class.getName());
        assertTrue(empty[0] > 0, "a producer was preempted between its claim and its store");
    }

    private static Object call(Object ring, String method) {
        try {
            return ring.getClass().getMethod(method).invoke(ring);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void shouldNotThrowWhenACoroutineIsCancelledInTheMiddle() throws ReflectiveOperationException {
        Stage stage = Stage.ofPolled();
        List<Coroutine> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Coroutine coroutine = Coroutine.create(stage.body(stage.scene("Free"), 10), watch);
            all.add(coroutine);
            assertTrue(ready.push(coroutine));
        }
        int[] runs = {0};
        runAll(() -> {
            if (runs[0]++ == 5) {
                all.forEach(Coroutine::cancel);
            }
            carrier.poll();
        });
        assertEquals(List.of(), failures);
        assertEquals(3, carrier.counters().completed(), "they await nothing, so they end normally");
        assertEquals(30, watch.rounds.get());
    }

    @Test
    void shouldDoNothingInThreadsOfAnyKindWhenTheWordIsRaised() throws Exception {
        Stage stage = Stage.ofPolled();
        Scene free = stage.scene("SynchronizedCaller");
        List<Throwable> thrown = new ArrayList<>();
        carrier.preempt(1);
        for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(builder.start(() -> {
                    try {
                        for (int round = 0; round < 1_000; round++) {
                            free.act(watch);
                        }
                    } catch (Throwable any) {
                        synchronized (thrown) {
                            thrown.add(any);
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertEquals(List.of(), thrown);
        assertEquals(8_000, watch.rounds.get());
        assertEquals(0, watch.letInTwice.get());
        assertTrue(carrier.withdrawPreemption(), "only its carrier answers a request");
        assertNull(counts.unsafeFrame());
    }
}
