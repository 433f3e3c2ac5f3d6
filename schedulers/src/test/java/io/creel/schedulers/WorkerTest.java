package io.creel.schedulers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.task.Scope;
import io.creel.queues.ListStash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerTest {
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> coroutineFailures = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final ListStash stash = new ListStash("stash");
    private final Batch batch = new Batch(4);
    private long nowNs;

    private Worker worker(WorkerProgram program) {
        return new Worker("net-0", program, () -> nowNs, (coroutine, failure) -> coroutineFailures.add(failure),
                (worker, failure) -> {
                    assertEquals("net-0", worker.name());
                    failures.add(failure);
                });
    }

    @Test
    void shouldReturnZeroWhenNothingIsToDo() {
        Worker worker = worker(self -> self.resume(stash.drain(batch, 4)));
        assertEquals(0, worker.doWork());
        assertEquals(new WorkerCounts(0, 0, 0, 0, 0, 1, 0, 0), worker.counts());
    }

    @Test
    void shouldHandleTheInboxThenTheProgramThenTheStartsWhenDoingACycle() {
        Worker worker = worker(self -> {
            events.add("program");
            self.start(argument -> events.add("started"), null);
            return 1;
        });
        worker.start(stash, argument -> {
            try {
                Coroutine.await(stash);
            } finally {
                events.add("cancelled");
            }
        }, null);
        worker.resume(stash.pop());
        stash.peek().cancel();
        assertEquals(3, worker.doWork());
        assertEquals(List.of("cancelled", "program", "started"), events);
        assertEquals(new WorkerCounts(2, 3, 1, 0, 1, 1, 0, 0), worker.counts());
    }

    @Test
    void shouldGoRoundTheStashWhenBodyAwaitsIt() {
        Worker worker = worker(self -> self.resume(stash.drain(batch, 4)));
        worker.start(self -> {
            events.add("where");
            return stash.push(self);
        }, argument -> {
            events.add("begun");
            Coroutine.await(stash);
            events.add("resumed");
        }, null);
        assertEquals(1, worker.doWork());
        assertEquals(1, worker.doWork());
        assertEquals(0, worker.doWork());
        assertEquals(List.of("where", "begun", "resumed"), events);
        assertEquals(0, worker.counts().outstanding());
    }

    @Test
    void shouldReportAndGoOnWhenProgramThrows() {
        IllegalArgumentException fault = new IllegalArgumentException("planted");
        Worker worker = worker(self -> {
            if (failures.isEmpty()) {
                self.start(argument -> events.add("started before the fault"), null);
                throw fault;
            }
            return 0;
        });
        assertEquals(2, worker.doWork(), "a failed cycle is work: something may be left to do");
        assertEquals(List.of(fault), failures);
        assertEquals(List.of("started before the fault"), events);
        assertEquals(1, worker.counts().programFailures());
        assertEquals(0, worker.doWork());
        assertEquals(List.of(), coroutineFailures);
    }

    @Test
    void shouldReportToTheOtherHandlerWhenACoroutineThrows() {
        Worker worker = worker(self -> 0);
        worker.start(argument -> {
            throw new IllegalStateException("body");
        }, null);
        assertEquals(1, worker.doWork());
        assertEquals("body", coroutineFailures.getFirst().getMessage());
        assertEquals(List.of(), failures);
        assertEquals(1, worker.counts().failed());
    }

    @Test
    void shouldLetAnErrorOutWhenProgramThrowsOne() {
        AssertionError error = new AssertionError("planted");
        Worker worker = worker(self -> {
            throw error;
        });
        assertSame(error, assertThrows(AssertionError.class, worker::doWork));
        assertEquals(List.of(), failures, "the caller of doWork reports it");
    }

    @Test
    void shouldGoOnWhenTheHandlerThrows() {
        Worker worker = new Worker("net-0", self -> {
            throw new IllegalStateException("program");
        }, () -> 0, (coroutine, failure) -> {
        }, (self, failure) -> {
            events.add(failure.getMessage());
            throw new IllegalStateException("the handler's own, printed by this test");
        });
        assertEquals(1, worker.doWork());
        assertEquals(List.of("program"), events);
    }

    @Test
    void shouldRefuseAProgramThatIsMissing() {
        assertEquals("program",
                assertThrows(NullPointerException.class, () -> new Worker("net-0", null, () -> 0)).getMessage());
    }

    @Test
    void shouldKeepTheArgumentWithTheCallerWhenTheStashRefuses() {
        Worker worker = worker(self -> 0);
        stash.close();
        assertTrue(!worker.start(stash, argument -> events.add("never"), "packet"));
        assertEquals(0, worker.counts().created());
        assertEquals(List.of(), events);
    }

    /** Starts a coroutine that waits for a thousand nanoseconds, in a scope. */
    private void startWithADeadline(Worker worker) {
        worker.start(argument -> {
            try (Scope scope = Scope.open("request", 1_000)) {
                scope.fork(() -> {
                    Coroutine.await(stash);
                    return null;
                });
                scope.join();
            } finally {
                events.add("over at " + nowNs);
            }
        }, null);
    }

    @Test
    void shouldKeepDeadlinesWhenItsClockSaysSo() {
        Worker worker = worker(self -> 0);
        worker.doWork();
        startWithADeadline(worker);
        while (worker.doWork() > 0) {
            assertEquals(List.of(), events);
        }
        nowNs = 999;
        worker.doWork();
        assertEquals(List.of(), events);
        nowNs = 1_000;
        while (worker.doWork() > 0) {
            assertEquals(1_000, nowNs);
        }
        assertEquals(List.of("over at 1000"), events);
    }

    /** Does cycles of that length that report that much work, and returns how often the clock was read. */
    private int looks(int cycles, int work, long cycleNs) {
        int[] looks = {0};
        Worker worker = new Worker("net-0", self -> {
            nowNs += cycleNs;
            return work;
        }, () -> {
            looks[0]++;
            return nowNs;
        });
        for (int i = 0; i < cycles; i++) {
            worker.doWork();
        }
        return looks[0];
    }

    @Test
    void shouldReadTheClockOnceInManyCyclesWhenTheyAreShortAndBusy() {
        assertEquals(1_600 / Worker.CYCLES_A_LOOK, looks(1_600, 1, 1_000));
    }

    @Test
    void shouldReadTheClockInEachCycleWhenTheyAreLongOrIdle() {
        int fast = Worker.CYCLES_A_LOOK - 1; // not known to be long before the second look
        assertEquals(100 - fast, looks(100, 1, 100_000));
        assertEquals(100, looks(100, 0, 1_000));
    }

    /**
     * The clock goes on while no code reads it: a deadline counts from when it is set, and comes in the first cycle
     * after it.
     */
    @Test
    void shouldKeepDeadlinesWhenTheClockWasNotReadForSomeCycles() {
        Worker worker = worker(self -> 1);
        worker.doWork();
        nowNs = 5_000; // unseen by the next cycles
        startWithADeadline(worker);
        worker.doWork();
        for (nowNs = 5_001; nowNs < 6_100; nowNs++) {
            worker.doWork();
        }
        assertEquals(1, events.size());
        long overNs = Long.parseLong(events.getFirst().substring("over at ".length()));
        assertTrue(overNs >= 6_000 && overNs <= 6_003, events::toString); // the child ends first, a cycle each
    }
}
