package io.creel.schedulers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import io.creel.queues.MpmcStash;
import io.creel.queues.MpscStash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerGroupTest {
    private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final ListStash stash = new ListStash("stash");
    private final Body<String> waiting = name -> {
        try {
            Coroutine.await(stash);
        } finally {
            events.add("unwound " + name);
        }
    };

    private WorkerGroup group(int workers) {
        return WorkerGroup.builder("net", workers).failures((worker, failure) -> failures.add(failure))
                .coroutineFailures((coroutine, failure) -> failures.add(failure)).build();
    }

    private static String message(Class<? extends Throwable> type, org.junit.jupiter.api.function.Executable action) {
        return assertThrows(type, action).getMessage();
    }

    @Test
    void shouldRunUntilAProgramStopsTheGroup() throws Exception {
        Batch batch = new Batch(32);
        try (WorkerGroup group = group(1)) {
            group.run(worker -> {
                if (worker.counts().created() < 100) {
                    worker.start(argument -> Coroutine.await(stash), null);
                    return 1;
                }
                if (worker.counts().completed() == 100) {
                    group.stop();
                }
                return worker.resume(stash.drain(batch, 32));
            });
            assertEquals(100, group.counts().completed());
        }
        assertTrue(failures.isEmpty());
    }

    @Test
    void shouldCancelAndCountStashedHandlesWhenClosing() {
        WorkerGroup group = group(1);
        group.start(worker -> {
            if (worker.counts().created() == 0) {
                worker.start(waiting, "begun");
                worker.start(stash, waiting, "not begun");
            }
            return 0;
        });
        await().until(() -> group.counts().resumed() == 1);
        group.close();
        assertEquals(List.of("unwound begun"), List.copyOf(events));
        WorkerCounts counts = group.counts();
        assertEquals(2, counts.created());
        assertEquals(2, counts.cancelled());
        assertEquals(0, counts.outstanding());
        assertEquals(0, stash.size());
        group.close();
        assertEquals(counts, group.counts(), "closing again does nothing");
    }

    @Test
    void shouldCancelOnceWhenTwoWorkersDrainOneStash() {
        MpmcStash shared = new MpmcStash("shared", 1 << 10);
        AtomicInteger unwound = new AtomicInteger();
        WorkerGroup group = group(2);
        group.startEach(index -> {
            Batch batch = new Batch(8);
            return worker -> {
                if (worker.counts().created() < 200) {
                    worker.start(argument -> {
                        try {
                            while (true) {
                                Coroutine.await(shared);
                            }
                        } finally {
                            unwound.incrementAndGet();
                        }
                    }, null);
                }
                return worker.resume(shared.drain(batch, 8));
            };
        });
        await().until(() -> group.counts().resumed() > 10_000);
        group.close();
        assertEquals(400, group.counts().created());
        assertEquals(400, group.counts().cancelled());
        assertEquals(400, unwound.get());
        assertTrue(failures.isEmpty(), failures::toString);
    }

    /** A coroutine that began elsewhere and ended here makes the sums even, while one that began here still waits. */
    @Test
    void shouldCancelWaitingCoroutinesAlthoughAsManyHaveEndedAsBegan() {
        MpscStash way = new MpscStash("way", 2);
        MpscStash ofTheFirst = new MpscStash("of the first", 2);
        AtomicReference<Coroutine> held = new AtomicReference<>();
        WorkerGroup group = group(2);
        ofTheFirst.takenBy(group.worker(0).carrier());
        new Carrier("elsewhere").resume(Coroutine.create(_ -> Coroutine.await(way), null));
        group.worker(0).start(_ -> Coroutine.await(self -> {
            held.set(self);
            return true;
        }), null);
        group.worker(1).start(_ -> {
            try {
                Coroutine.await(stash);
            } finally {
                assertTrue(ofTheFirst.push(held.get())); // after the first worker's turn
            }
        }, null);
        Batch batch = new Batch(1);
        group.startEach(index -> worker -> index == 0 ? worker.resume(way.drain(batch, 1)) : 0);
        await().until(() -> group.counts().completed() == 1 && group.counts().resumed() == 3);
        group.close();
        assertEquals(2, group.counts().created());
        assertEquals(2, group.counts().cancelled());
        assertEquals(List.of(), List.copyOf(failures));
    }

    @Test
    void shouldCancelCoroutinesThatUnwindingStartsWhenClosing() {
        WorkerGroup group = group(1);
        Worker worker = group.worker(0);
        worker.start(argument -> {
            try {
                Coroutine.await(stash);
            } finally {
                worker.start(waiting, "too late to begin");
            }
        }, null);
        group.start(self -> 0);
        await().until(() -> group.counts().resumed() == 1);
        group.close();
        assertEquals(new WorkerCounts(2, 3, 0, 0, 2, 0, 0, 0), withoutCycles(group.counts()));
        assertTrue(events.isEmpty());
    }

    @Test
    void shouldCancelOnTheCallersThreadWhenNeverStarted() {
        WorkerGroup group = group(2);
        group.worker(1).start(waiting, "never");
        group.close();
        assertEquals(1, group.counts().cancelled());
        assertEquals("start refused, the carrier is closed: carrier=net-0",
                message(IllegalStateException.class, () -> group.worker(0).start(waiting, "late")));
        assertEquals("start refused: group=net, state=CLOSED",
                message(IllegalStateException.class, () -> group.start(worker -> 0)));
    }

    @Test
    void shouldRefuseASecondStart() {
        try (WorkerGroup group = group(1)) {
            group.start(worker -> 0);
            assertEquals("start refused: group=net, state=STARTED",
                    message(IllegalStateException.class, () -> group.start(worker -> 0)));
        }
    }

    @Test
    void shouldRefuseToCloseWhenTheCallerIsAWorkerOrACoroutine() {
        List<String> refusals = new ArrayList<>();
        AtomicReference<String> coroutine = new AtomicReference<>();
        try (WorkerGroup group = group(1)) {
            group.start(worker -> {
                if (worker.counts().created() == 0) {
                    refusals.add(message(IllegalStateException.class, group::close));
                    worker.start(argument -> {
                        coroutine.set(Coroutine.current().toString());
                        refusals.add(message(IllegalStateException.class, group::close));
                    }, null);
                }
                return 0;
            });
            await().until(() -> group.counts().completed() == 1);
        }
        assertEquals(List.of("close refused, a worker cannot wait for itself: group=net, worker=net-0",
                "close refused, a coroutine cannot wait for workers: group=net, coroutine=" + coroutine), refusals);
    }

    @Test
    void shouldReportGoOnAndNameTheWorkerWhenAProgramThrows() {
        AtomicReference<String> named = new AtomicReference<>();
        WorkerGroup group = WorkerGroup.builder("net", 1).failures((worker, failure) -> named.set(worker.name()))
                .build();
        group.start(worker -> {
            if (worker.counts().cycles() == 1) {
                throw new IllegalStateException("planted");
            }
            return 0;
        });
        await().until(() -> group.counts().cycles() > 2);
        group.close();
        assertEquals("net-0", named.get());
        assertEquals(1, group.counts().programFailures());
    }

    @Test
    void shouldCancelTakenHandlesWhenAProgramThrewBeforeItResumedThem() {
        Batch batch = new Batch(8);
        WorkerGroup group = group(1);
        group.start(worker -> {
            if (worker.counts().cycles() == 1) {
                worker.start(waiting, "taken");
                return worker.resume(batch);
            }
            if (!failures.isEmpty() || stash.drain(batch, 8).isEmpty()) {
                return 0;
            }
            throw new IllegalStateException("planted");
        });
        await().until(() -> failures.size() == 1);
        group.close();
        assertEquals(List.of("unwound taken"), List.copyOf(events));
        assertEquals(0, group.counts().outstanding());
    }

    @Test
    void shouldGoOnRunningWhenTheWaitingCallerIsInterrupted() {
        try (WorkerGroup group = group(1)) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> group.run(worker -> 0));
            await().until(() -> group.counts().cycles() > 10);
            Thread.currentThread().interrupt();
        }
        assertTrue(Thread.interrupted(), "closing is not cut short, and keeps the interrupt");
    }

    @Test
    void shouldWorkWithAnIdleStrategyThatCannotBeWoken() {
        WorkerGroup group = WorkerGroup.builder("net", 2).idle(BusySpin::new).build();
        group.start(worker -> 0);
        await().until(() -> group.counts().cycles() > 10);
        group.close();
    }

    @Test
    void shouldNeedAtLeastOneWorkerAndAPositiveTimeOut() {
        assertEquals("a group needs at least one worker: group=net, workers=0",
                message(IllegalArgumentException.class, () -> new WorkerGroup("net", 0)));
        assertEquals("close time-out must be positive: group=net, timeoutNs=0",
                message(IllegalArgumentException.class, () -> WorkerGroup.builder("net", 1).closeTimeoutNs(0)));
    }

    @Test
    void shouldLeaveTheProgramsUnaskedWhenOneIsMissing() {
        try (WorkerGroup group = group(2)) {
            assertThrows(NullPointerException.class, () -> group.startEach(index -> null));
            group.start(worker -> 0);
        }
        assertFalse(Thread.interrupted());
    }

    private static WorkerCounts withoutCycles(WorkerCounts counts) {
        return new WorkerCounts(counts.created(), counts.resumed(), counts.completed(), counts.failed(),
                counts.cancelled(), 0, counts.programFailures(), counts.deaths());
    }

    /** The worker's thread has ended when the close returns; until then its objects are refused to others. */
    @Test
    void shouldLeaveItsObjectsToTheThreadThatClosesIt() throws Exception {
        for (int round = 0; round < 300; round++) {
            var stash = new ListStash("stash of a worker");
            try (var group = new WorkerGroup("net", 1)) {
                group.start(worker -> {
                    int work = worker.resume(stash.drain(new Batch(1), 1));
                    group.stop();
                    return work;
                });
                group.awaitStop();
            }
            stash.close();
        }
    }
}
