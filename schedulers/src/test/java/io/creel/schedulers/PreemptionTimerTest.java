package io.creel.schedulers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.program.PolicyProgram;
import io.creel.schedulers.program.StashSource;
import io.creel.schedulers.when.timeslice.TimeSlice;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PreemptionTimerTest {
    private static final long QUANTUM_NS = 5_000;

    private final List<String> events = new ArrayList<>();
    private final ListStash source = new ListStash("source");
    private final TimeSlice order = new TimeSlice("order", TimeSlice.MAX_QUANTUM_NS);
    private final WorkerGroup group = new WorkerGroup("net", 1);
    private final Worker worker = group.worker(0);
    private final PreemptionTimer timer = new PreemptionTimer(group, QUANTUM_NS);

    private void arrive(Runnable... bodies) {
        for (Runnable body : bodies) {
            assertTrue(source.push(Coroutine.create(argument -> body.run(), null)));
        }
    }

    /** Runs all coroutines on the calling thread. */
    private void runAll() {
        worker.program(new PolicyProgram(order, new StashSource(source), 4, () -> 0));
        while (worker.doWork() > 0) {
            assertTrue(events.size() < 20);
        }
        group.close();
    }

    private void checkpoint(String name) {
        Coroutine.checkpoint();
        events.add(name);
    }

    @Test
    void shouldPreemptAtTheNextCheckpointWhenTheQuantumIsOverAndOtherWorkWaits() {
        arrive(() -> {
            timer.check(0);
            timer.check(QUANTUM_NS - 1);
            checkpoint("A within its quantum");
            assertEquals(1, timer.check(QUANTUM_NS));
            checkpoint("A again");
        }, () -> events.add("B"));
        runAll();
        assertEquals(List.of("A within its quantum", "B", "A again"), events);
        assertEquals(1, order.preemptions());
    }

    @Test
    void shouldNotPreemptWhenNothingElseWaitsAndDoSoOnceSomethingComes() {
        arrive(() -> {
            timer.check(0);
            timer.check(QUANTUM_NS);
            checkpoint("A alone");
            arrive(() -> events.add("B"));
            checkpoint("A again");
        });
        runAll();
        assertEquals(List.of("A alone", "A again", "B"), events);
        assertEquals(1, order.preemptions(), "what came is behind it in the queue");
    }

    @Test
    void shouldNotPreemptTheNextWhenTheRunItWasMeantForIsOver() {
        arrive(() -> {
            timer.check(0);
            timer.check(QUANTUM_NS);
            events.add("A ends");
        }, () -> checkpoint("B"), () -> events.add("C"));
        runAll();
        assertEquals(List.of("A ends", "B", "C"), events);
        assertEquals(0, order.preemptions());
    }

    @Test
    void shouldMeasureEachRunAnewWhenACoroutineWasPreempted() {
        arrive(() -> {
            timer.check(0);
            timer.check(QUANTUM_NS);
            checkpoint("A again");
            assertEquals(0, timer.check(QUANTUM_NS + 1));
            assertEquals(0, timer.check(2 * QUANTUM_NS));
            arrive(() -> events.add("C"));
            checkpoint("A within its second quantum");
        }, () -> events.add("B"));
        runAll();
        assertEquals(List.of("B", "A again", "A within its second quantum", "C"), events);
    }

    @Test
    void shouldPreemptNoCoroutineWhenAWorkerIsIdle() {
        assertEquals(0, timer.check(0));
        assertEquals(0, timer.check(QUANTUM_NS));
        group.close();
    }

    private boolean isAsked() {
        return worker.carrier().isPreemptionPending();
    }

    @Test
    void shouldRestLongerAndLongerWhenNoPollAnswers() {
        List<Long> asked = new ArrayList<>();
        arrive(() -> {
            timer.check(0);
            for (long quantum = 1; quantum <= 64; quantum++) {
                long before = asked.size();
                assertEquals(1, timer.check(quantum * QUANTUM_NS));
                if (isAsked()) {
                    asked.add(quantum);
                }
                assertTrue(asked.size() - before <= 1);
            }
        });
        runAll();
        assertEquals(List.of(1L, 3L, 6L, 11L, 20L, 37L, 54L), asked, "withdrawn one quantum after each request");
    }

    @Test
    void shouldAskAtEveryCheckAgainWhenAPollAnswersAfterRests() {
        arrive(() -> {
            timer.check(0);
            for (long quantum = 1; quantum <= 11; quantum++) {
                timer.check(quantum * QUANTUM_NS); // asks at 1, 3, 6 and 11, as the test before shows
            }
            for (long quantum = 12; quantum <= 20; quantum++) {
                assertTrue(worker.carrier().withdrawPreemption(), "as a poll does");
                timer.check(quantum * QUANTUM_NS);
                assertTrue(isAsked(), "quantum " + quantum);
            }
        });
        runAll();
    }

    @Test
    void shouldLeaveAPollAQuantumToAnswer() {
        arrive(() -> {
            timer.check(0);
            timer.check(QUANTUM_NS);
            timer.check(2 * QUANTUM_NS - 1);
            assertTrue(isAsked());
            timer.check(2 * QUANTUM_NS);
            assertFalse(isAsked());
        });
        runAll();
    }

    @Test
    void shouldWithdrawARequestWhenItsRunHasEnded() {
        arrive(() -> {
            timer.check(0);
            timer.check(QUANTUM_NS);
        }, () -> {
            assertEquals(0, timer.check(QUANTUM_NS));
            assertFalse(isAsked());
        });
        runAll();
    }

    @Test
    void shouldAskOnlyWhenWorkWaits() {
        boolean[] waits = {false};
        try (PreemptionTimer asking = new PreemptionTimer(group, QUANTUM_NS, index -> waits[index])) {
            arrive(() -> {
                asking.check(0);
                assertEquals(1, asking.check(QUANTUM_NS));
                assertFalse(isAsked());
                waits[0] = true;
                assertEquals(1, asking.check(QUANTUM_NS));
                assertTrue(isAsked());
            });
            runAll();
        }
    }

    @Test
    void shouldWithdrawItsRequestsWhenItCloses() {
        arrive(() -> {
            timer.check(0);
            timer.check(QUANTUM_NS);
            timer.close();
            assertFalse(isAsked());
        });
        runAll();
    }

    @Test
    void shouldRefuseAQuantumOutOfRange() {
        assertEquals("quantum must be at least 1: group=net, quantumNs=0",
                assertThrows(IllegalArgumentException.class, () -> new PreemptionTimer(group, 0)).getMessage());
        group.close();
    }

    /** One worker, and a coroutine that goes on until another has run: without the timer for ever. */
    @Test
    void shouldLetOthersRunOnALiveWorkerLongBeforeItsOwnQuantumIsOver() {
        Placement placement = Placement.builder("net", 1, () -> 0)
                .when(queue -> new TimeSlice(queue, TimeSlice.MAX_QUANTUM_NS)).build();
        placement.onWake(index -> worker.wake());
        boolean[] ran = {false};
        group.startEach(index -> new PlacementProgram(placement, index, 8, () -> 0));
        placement.place(Coroutine.create(argument -> {
            while (!ran[0]) {
                Coroutine.checkpoint();
            }
        }, null), Where.NONE);
        placement.place(Coroutine.create(argument -> ran[0] = true, null), Where.NONE);
        await().until(() -> {
            timer.check(System.nanoTime());
            return group.counts().completed() == 2;
        });
        group.close();
    }

    @Test
    void shouldEndASliceOnlyWhenTheCoarseClockHasMoved() {
        CoarseClock clock = new CoarseClock(7);
        TimeSlice slices = new TimeSlice("slices", QUANTUM_NS);
        arrive(() -> {
            checkpoint("A begins");
            checkpoint("A within its slice");
            clock.set(7 + QUANTUM_NS);
            checkpoint("A again");
        }, () -> events.add("B"));
        worker.program(new PolicyProgram(slices, new StashSource(source), 4, clock));
        while (worker.doWork() > 0) {
            assertTrue(events.size() < 20);
        }
        group.close();
        assertEquals(List.of("A begins", "A within its slice", "B", "A again"), events);
    }
}
