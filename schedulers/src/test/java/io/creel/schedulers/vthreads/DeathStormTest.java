package io.creel.schedulers.vthreads;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Mobility;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.when.timeslice.TimeSlice;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.stealing.Stealing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two workers that die again and again while coroutines, roaming and homed, and virtual threads run on them. Counts are
 * exact.
 */
@Timeout(120)
class DeathStormTest {
    private static final int COROUTINES = 5_000;
    private static final int THREADS = 500;
    private static final int STEPS = 20;
    private static final int DEATHS = 40;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger died = new AtomicInteger();
    private final AtomicLong nowNs = new AtomicLong();
    private final Placement placement = Placement.builder("storm", 2, System::nanoTime).where(new Stealing())
            .when(queue -> new TimeSlice(queue, 1_000)).capacity(1 << 14).build();
    private final WorkerGroup group = WorkerGroup.builder("storm", 2)
            // no worker dies too often
            .nanoClock(() -> nowNs.addAndGet(100_000_000)).closeTimeoutNs(TimeUnit.DAYS.toNanos(100))
            .coroutineFailures((coroutine, failure) -> failures.add(failure))
            .failures((worker, failure) -> failures.add(failure)).build();

    private final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private int cycle(Worker worker, PlacementProgram program, SplittableRandom random) {
        if (random.nextInt(50) == 0 && died.get() < DEATHS) {
            died.incrementAndGet();
            throw new Death();
        }
        return program.doWork(worker);
    }

    private void live(Object argument) {
        for (int i = 0; i < STEPS; i++) {
            Coroutine.checkpoint();
            Coroutine.transfer(placement);
        }
        ran.incrementAndGet();
    }

    @Test
    void shouldLoseNoCoroutineWhenWorkersDieUnderLoad() {
        placement.onWake(worker -> group.worker(worker).wake());
        VirtualThreads threads = new VirtualThreads("web", ThreadQueues.in(placement::place, group), System::nanoTime);
        List<Coroutine> made = new ArrayList<>();
        for (int i = 0; i < COROUTINES; i++) {
            Coroutine handle = Coroutine.create(this::live, null, i % 4 == 0 ? Mobility.HOMED : Mobility.ROAMING);
            made.add(handle);
            assertTrue(placement.place(handle, Where.NONE));
        }
        for (int i = 0; i < THREADS; i++) {
            threads.factory().newThread(() -> {
                for (int step = 0; step < STEPS; step++) {
                    Thread.yield();
                }
                ran.incrementAndGet();
            }).start();
        }
        group.startEach(index -> {
            PlacementProgram program = new PlacementProgram(placement, index, 8, System::nanoTime);
            SplittableRandom random = new SplittableRandom(index);
            return worker -> cycle(worker, program, random);
        });
        await().atMost(Duration.ofMinutes(1)).until(() -> ran.get() == COROUTINES + THREADS && died.get() == DEATHS);
        threads.close();
        group.close();
        assertTrue(failures.stream().allMatch(failure -> failure instanceof Death), failures::toString);
        assertEquals(DEATHS, failures.size());
        assertEquals(DEATHS, group.counts().deaths());
        assertEquals(COROUTINES + THREADS, group.counts().completed());
        assertEquals(0, group.counts().outstanding());
        assertTrue(made.stream().allMatch(handle -> handle.state() == CoroutineState.COMPLETED));
    }
}
