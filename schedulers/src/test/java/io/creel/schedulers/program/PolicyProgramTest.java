package io.creel.schedulers.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import io.creel.queues.MpscStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyProgramTest {
    private final List<String> events = new ArrayList<>();
    private final MpscStash inbound = new MpscStash("inbound", 16);
    private final StashSource source = new StashSource(inbound);

    private Coroutine named(String name) {
        return Coroutine.create(argument -> events.add(name), null);
    }

    @Test
    void shouldPollTakeAndResumeWhenDoingACycle() {
        Worker worker = new Worker("net-0", new PolicyProgram(new Fifo("fifo"), source, 2, () -> 0), () -> 0);
        for (String name : List.of("A", "B", "C")) {
            inbound.push(named(name));
        }
        assertTrue(source.isReady());
        assertEquals(4, worker.doWork(), "two polled, two resumed");
        assertEquals(List.of("A", "B"), events);
        assertEquals(2, worker.doWork());
        assertEquals(0, worker.doWork());
        assertFalse(source.isReady());
        assertEquals(List.of("A", "B", "C"), events);
    }

    @Test
    void shouldServeOneWorkerOnly() {
        PolicyProgram program = new PolicyProgram(new Fifo("fifo"), source, 2, () -> 0);
        new Worker("net-0", program, () -> 0).doWork();
        List<Throwable> failures = new ArrayList<>();
        Worker other = new Worker("net-1", program, () -> 0, (coroutine, failure) -> {
        }, (worker, failure) -> failures.add(failure));
        other.doWork();
        assertEquals("policy program refused, it serves one worker: policy=fifo, worker=net-0, by=net-1",
                failures.getFirst().getMessage());
    }

    @Test
    void shouldLetTheInboxBeServedWhenASliceIsUsedUp() {
        long[] nowNs = {0};
        TwoQueue when = new TwoQueue("two");
        ListStash aside = new ListStash("aside");
        Worker worker = new Worker("net-0", new PolicyProgram(when, source, 4, () -> nowNs[0]), () -> nowNs[0]);
        worker.start(argument -> {
            try {
                Coroutine.await(aside);
            } finally {
                events.add("unwound");
            }
        }, null);
        worker.doWork();
        worker.start(when.entry(), argument -> {
            Coroutine.checkpoint();
            nowNs[0] += 5_000;
            Coroutine.checkpoint();
            events.add("nothing waits");
            aside.peek().cancel();
            Coroutine.checkpoint();
            events.add("job goes on");
        }, null);
        while (worker.doWork() > 0) {
            assertTrue(when.preemptions() <= 1);
        }
        assertEquals(List.of("nothing waits", "unwound", "job goes on"), events);
    }

    @Test
    void shouldTreatASourceThatCannotTellAsReady() {
        WorkSource nic = (worker, entry, max) -> 0;
        assertTrue(nic.isReady());
    }

    @Test
    void shouldLoseNothingAndKeepTheOrderWhenTheEntryIsFullOrClosed() {
        Worker worker = new Worker("net-0", self -> 0, () -> 0);
        for (int i = 0; i < 16; i++) {
            assertTrue(inbound.push(named("body " + i)));
        }
        Stash full = bounded(2, () -> inbound.push(named("late"))); // takes the place that the source has just made
        assertEquals(2, source.poll(worker, full, 4));
        assertEquals(0, source.poll(worker, full, 4));
        assertTrue(source.isReady());
        ListStash closed = new ListStash("closed");
        closed.close();
        assertEquals(0, source.poll(worker, closed, 4));
        ListStash open = new ListStash("open");
        assertEquals(17, source.poll(worker, open, 64));
        assertFalse(source.isReady());
        Batch batch = new Batch(32);
        worker.resume(full.drain(batch, 32));
        worker.resume(open.drain(batch, 32));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            expected.add("body " + i);
        }
        expected.addAll(List.of("late", "late", "late"));
        assertEquals(expected, events);
    }

    @Test
    void shouldCancelTheHandleThatTheEntryRefusedWhenTheWorkerCloses() {
        Worker worker = new Worker("net-0", self -> 0, () -> 0);
        Coroutine refused = named("refused");
        assertTrue(inbound.push(refused));
        assertEquals(0, source.poll(worker, bounded(0, () -> {
        }), 4));
        worker.carrier().close();
        assertEquals(CoroutineState.CANCELLED, refused.state());
    }

    private static Stash bounded(int capacity, Runnable meanwhile) {
        ArrayDeque<Coroutine> handles = new ArrayDeque<>();
        return new Stash("bounded") {
            @Override
            public int size() {
                return handles.size();
            }

            @Override
            protected boolean insert(Coroutine handle) {
                meanwhile.run();
                return handles.size() < capacity && handles.add(handle);
            }

            @Override
            protected Coroutine extract() {
                return handles.poll();
            }
        };
    }

    @Test
    void shouldRefuseABatchWithoutRoom() {
        assertEquals("batch capacity must be at least 1: capacity=0",
                assertThrows(IllegalArgumentException.class,
                        () -> new PolicyProgram(new Fifo("fifo"), source, 0, () -> 0))
                        .getMessage());
    }
}
