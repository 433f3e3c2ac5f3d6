package io.creel.schedulers.services;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.core.Coroutine;
import io.creel.schedulers.WorkerCounts;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.where.Where;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More load than live workers can serve, and an end while many handles still wait. Counts are exact. */
@Timeout(120)
class OverloadTest {
    private static final int OFFERED = 20_000;
    private static final int WAITING = 1_000;

    private final AtomicInteger ran = new AtomicInteger();
    private volatile boolean open;

    private void live(Object argument) {
        while (!open) {
            Thread.onSpinWait();
        }
        ran.incrementAndGet();
    }

    /** Offers coroutines to both classes in turn, and each coroutine once. */
    private final class Producer extends Thread {
        private final Services services;
        private final int[] placed = new int[2];

        Producer(Services services) {
            this.services = services;
        }

        @Override
        public void run() {
            for (int i = 0; i < OFFERED; i++) {
                Coroutine handle = Coroutine.create(OverloadTest.this::live, null);
                if (services.classes().get(i & 1).place(handle, Where.NONE)) {
                    placed[i & 1]++;
                }
                open |= services.classes().stream().allMatch(each -> each.refused() > 0);
            }
        }
    }

    @Test
    void shouldRefuseAndCountByClassAndServeTheRestWhenOverloaded() throws Exception {
        Services services = Services.builder("net", 2, PolicyContext.of(new SplittableRandom(1), System::nanoTime))
                .add("class small: capacity 8, starving 0s\nclass large: capacity 256, starving 0s").build();
        WorkerGroup group = new WorkerGroup("net", 2);
        services.start(group, 8);
        List<Producer> producers = List.of(new Producer(services), new Producer(services));
        producers.forEach(Thread::start);
        for (Producer producer : producers) {
            producer.join();
        }
        assertTrue(open, "both were full");
        int placed = 0;
        for (int i = 0; i < 2; i++) {
            int here = producers.get(0).placed[i] + producers.get(1).placed[i];
            assertEquals(OFFERED - here, services.classes().get(i).refused());
            placed += here;
        }
        int all = placed;
        await().atMost(Duration.ofMinutes(1)).until(() -> ran.get() == all);
        group.close();
        assertEquals(all, group.counts().completed());
        assertEquals(0, group.counts().outstanding());
    }

    /** A group whose worker does nothing until the test releases it, and which drains before it stops. */
    private WorkerCounts closed(boolean opens, long timeoutNs) {
        Placement placement = Placement.builder("net", 1, System::nanoTime).build();
        WorkerGroup group = WorkerGroup.builder("net", 1).closeTimeoutNs(timeoutNs).build();
        placement.onWake(worker -> group.worker(worker).wake());
        placement.takenBy(group.worker(0).carrier());
        group.closeFirst(withinNs -> {
            open = opens;
            long deadlineNs = System.nanoTime() + withinNs;
            while (!placement.isEmpty() && System.nanoTime() - deadlineNs < 0) {
                Thread.onSpinWait();
            }
        });
        group.startEach(index -> {
            PlacementProgram program = new PlacementProgram(placement, index, 8, System::nanoTime);
            return worker -> open ? program.doWork(worker) : 0;
        });
        for (int i = 0; i < WAITING; i++) {
            assertTrue(placement.place(Coroutine.create(this::live, null), Where.NONE));
        }
        group.close();
        assertTrue(placement.isEmpty());
        return group.counts();
    }

    @Test
    void shouldServeAllThatWaitsWhenItsDrainHasTime() {
        assertEquals(WAITING, closed(true, TimeUnit.MINUTES.toNanos(1)).completed());
        assertEquals(WAITING, ran.get());
    }

    @Test
    void shouldCancelAllThatWaitsWhenTheTimeOfTheDrainIsOver() {
        WorkerCounts counts = closed(false, TimeUnit.SECONDS.toNanos(2));
        assertEquals(WAITING, counts.cancelled());
        assertEquals(0, counts.outstanding());
        assertEquals(0, ran.get());
    }
}
