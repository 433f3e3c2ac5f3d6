package io.creel.schedulers.when;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import io.creel.queues.MpscStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.twoqueue.TwoQueue;
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
            events.add("nobody waits");
            aside.peek().cancel();
            Coroutine.checkpoint();
            events.add("job goes on");
        }, null);
        while (worker.doWork() > 0) {
            assertTrue(when.preemptions() <= 1);
        }
        assertEquals(List.of("nobody waits", "unwound", "job goes on"), events);
    }

    @Test
    void shouldTreatASourceThatCannotTellAsReady() {
        WorkSource nic = (worker, entry, max) -> 0;
        assertTrue(nic.isReady());
    }

    @Test
    void shouldLeaveTheHandleInTheRingWhenTheEntryIsFullOrClosed() {
        Worker worker = new Worker("net-0", self -> 0, () -> 0);
        inbound.push(named("A"));
        MpscStash full = new MpscStash("full", 2);
        full.push(named("in"));
        full.push(named("the way"));
        assertEquals(0, source.poll(worker, full, 4));
        assertEquals(1, inbound.size());
        ListStash closed = new ListStash("closed");
        closed.close();
        assertEquals(0, source.poll(worker, closed, 4));
        assertEquals(1, inbound.size());
    }

    @Test
    void shouldRefuseABatchWithoutRoom() {
        assertEquals("batch capacity must be at least 1: capacity=0",
                assertThrows(IllegalArgumentException.class,
                        () -> new PolicyProgram(new Fifo("fifo"), source, 0, () -> 0))
                        .getMessage());
    }
}
