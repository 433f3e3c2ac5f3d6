package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.SuspensionCallback;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.RxQueue;
import io.creel.net.memory.MemoryNic;
import io.creel.queues.ListStash;
import io.creel.schedulers.WorkerCounts;
import io.creel.schedulers.WorkerGroup;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The first program with two workers in place of one: its stash, its batch and its receive queue are for one thread
 * each. One worker is refused, and every coroutine is accounted for.
 */
@Timeout(60)
class TwoWorkersTest {
    private static final int PACKETS = 1_500;
    private static final int FRAME_BYTES = 60;
    /** Which object is refused first depends on the race; the form of the message does not. */
    private static final Pattern SENTENCE = Pattern
            .compile("\\w+ refused, this (stash|batch|receive queue) is for one thread, use [^:]+:"
                    + " (stash|batch|receive queue)=.+, thread=net-[01], by=net-[01]");

    private final MemoryNic nic = MemoryNic.pair(2, 1 << 11);
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicLong counted = new AtomicLong();

    @Test
    void shouldNameTheObjectAndBothThreadsWhenBothPollOneQueue() {
        run(worker -> nic.rx(0));
    }

    @Test
    void shouldNameTheObjectAndBothThreadsWhenEachPollsItsOwnQueue() {
        run(worker -> nic.rx(worker));
    }

    private void run(IntFunction<RxQueue> queueOf) {
        for (int i = 0; i < 2 * PACKETS; i++) {
            Packet packet = nic.peer().pool().allocate();
            packet.resize(FRAME_BYTES);
            assertTrue(nic.peer().tx(i & 1).transmit(packet));
        }
        var interactive = new ListStash("interactive");
        var batch = new Batch(32);
        SuspensionCallback where = self -> interactive.push(self);
        PacketBody dataPath = packet -> {
            counted.incrementAndGet();
            packet.release();
        };
        WorkerGroup workers = WorkerGroup.builder("net", 2)
                .failures((worker, failure) -> told.add(String.valueOf(failure.getMessage()))).build();
        try {
            workers.start(worker -> {
                int work = queueOf.apply(worker.index()).poll(32, packet -> worker.start(where, dataPath, packet));
                return work + worker.resume(interactive.drain(batch, 32));
            });
            while (told.isEmpty()) {
                Thread.onSpinWait();
            }
        } finally {
            workers.close();
        }
        WorkerCounts counts = workers.counts();
        assertTrue(told.stream().allMatch(text -> SENTENCE.matcher(text).matches()), told::toString);
        assertEquals(counted.get(), counts.completed(), () -> counts + ", told=" + told);
        assertEquals(counts.created(), counts.completed() + counts.cancelled());
    }
}
