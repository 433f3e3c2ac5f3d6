package io.creel.schedulers.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import io.creel.schedulers.metrics.LatencyHistogram;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.where.Where;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The latencies of classes, on one worker without a thread, in a time that bodies make pass. */
class ServiceLatenciesTest {
    private long nowNs;
    private final PolicyContext context = PolicyContext.of(new SplittableRandom(1), () -> nowNs)
            .withDeadline(handle -> 5);

    private Services services(String text) {
        return Services.builder("test", 1, context).add(text).build();
    }

    private Worker worker(Services services) {
        return new Worker("w", new ServicesProgram(services, 0, 4, () -> nowNs), () -> nowNs);
    }

    private void place(Services services, String name, long burnNs) {
        assertTrue(services.get(name).place(Coroutine.create(argument -> burn(burnNs), null), Where.NONE));
    }

    private void burn(long ns) {
        for (long left = ns; left > 0; left--) {
            Coroutine.checkpoint();
            nowNs++;
        }
    }

    private static void runAll(Worker worker) {
        while (worker.doWork() > 0) {
            continue;
        }
    }

    @Test
    void shouldCountTheWaitAndTheRunOfEachCoroutine() {
        Services services = services("class a: when fifo");
        Worker worker = worker(services);
        place(services, "a", 10);
        place(services, "a", 10);
        nowNs += 5;
        runAll(worker);
        StringBuilder seen = new StringBuilder();
        services.get("a").latencies().forEach((ns, count) -> seen.append(ns).append(':').append(count).append(' '));
        assertEquals("15:1 25:1 ", seen.toString());
    }

    @Test
    void shouldCountAPreemptedCoroutineOnceWithAllItsSlices() {
        Services services = services("class a: when time-slice(4ns)");
        Worker worker = worker(services);
        place(services, "a", 10);
        place(services, "a", 1);
        runAll(worker);
        StringBuilder seen = new StringBuilder();
        services.get("a").latencies().forEach((ns, count) -> seen.append(ns).append(':').append(count).append(' '));
        assertEquals("5:1 11:1 ", seen.toString());
    }

    @Test
    void shouldKeepTheCountsWhenAClassIsSwapped() {
        Services services = services("class a: when fifo");
        Worker worker = worker(services);
        place(services, "a", 10);
        runAll(worker);
        assertTrue(services.get("a").swap(services.get("a").spec().when("lifo-slot")));
        place(services, "a", 10);
        runAll(worker);
        assertEquals(2, services.get("a").latencies().count());
    }

    @Test
    void shouldCountNothingWhenTheOrderHasOverwrittenTheReadyTime() {
        Services services = services("class a: when edf");
        Worker worker = worker(services);
        place(services, "a", 10);
        nowNs += 1_000_000;
        runAll(worker);
        assertEquals(0, services.get("a").latencies().count());
    }

    /** The central queue of the policy orders by deadline, too, and hands its handles on to the workers' queues. */
    @Test
    void shouldNotTakeADeadlineForAReadyTimeWhenAHandleChangesItsQueue() {
        nowNs = 1_000_000_000_000L;
        Services services = services("class a: where jbsq(4), when edf, starving 1ms");
        Worker worker = new Worker("w", new ServicesProgram(services, 0, 1, () -> nowNs), () -> nowNs);
        for (int i = 0; i < 8; i++) {
            place(services, "a", 10);
        }
        long longestNs = 0;
        while (worker.doWork() > 0) {
            longestNs = Math.max(longestNs, services.get("a").longestDelayNs());
        }
        assertTrue(longestNs <= 80, "longestNs=" + longestNs);
        assertEquals("edf", services.get("a").spec().when());
    }

    @Test
    void shouldCountInARecorderOfAPlacement() {
        LatencyHistogram recorder = new LatencyHistogram(2);
        Placement placement = Placement.builder("p", 2, () -> nowNs).latencies(recorder).build();
        assertTrue(placement.accounts(), "ages are measured");
        assertEquals(recorder, placement.latencies());
        assertEquals("recorder refused, it has too few workers: placement=p, workers=2, recorderWorkers=1",
                assertThrows(IllegalArgumentException.class,
                        () -> Placement.builder("p", 2, () -> nowNs).latencies(new LatencyHistogram(1))).getMessage());
    }
}
