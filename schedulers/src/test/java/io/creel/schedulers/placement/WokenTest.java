package io.creel.schedulers.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.services.ServiceSpec;
import io.creel.schedulers.services.Services;
import io.creel.schedulers.services.ServicesProgram;
import io.creel.schedulers.when.timeslice.TimeSlice;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A coroutine that a lock, a semaphore or a channel wakes runs where it ran before, past the queues. It is sliced like the others. */
class WokenTest {
    private static final long STEP_NS = 1_000_000;

    private final CoroutineSemaphore permits = new CoroutineSemaphore("permits", 0);
    private final List<String> order = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private long nowNs = 1;

    private Body<String> steps(int steps, boolean waits) {
        return name -> {
            if (waits) {
                permits.acquire();
            }
            for (int i = 0; i < steps; i++) {
                order.add(name);
                nowNs += STEP_NS;
                Coroutine.checkpoint();
            }
        };
    }

    private void run(WorkerProgram program, Predicate<Coroutine> places) {
        Worker worker = new Worker("w", program, () -> nowNs, (coroutine, failure) -> failures.add(failure),
                (by, failure) -> failures.add(failure));
        assertTrue(places.test(Coroutine.create(steps(4, true), "woken")));
        while (worker.doWork() > 0) {
            assertTrue(order.isEmpty(), "waits for its permit");
        }
        permits.release();
        assertTrue(places.test(Coroutine.create(steps(2, false), "other")));
        while (worker.doWork() > 0) {
            assertTrue(order.size() <= 6, "runs too often: " + order);
        }
        assertEquals(List.of(), failures);
        assertEquals(6, order.size(), order::toString);
        assertTrue(order.lastIndexOf("woken") > order.indexOf("other"), () -> "made room: " + order);
    }

    @Test
    void shouldBeCountedOnceWhenWokenAndPreempted() {
        Placement placement = Placement.builder("p", 1, () -> nowNs).when(name -> new TimeSlice(name, STEP_NS)).build();
        run(new PlacementProgram(placement, 0, 4, () -> nowNs), handle -> placement.place(handle, Where.NONE));
        assertEquals(0, placement.signals().holding(0));
        assertTrue(placement.isEmpty());
    }

    @Test
    void shouldBeSlicedWhenWokenOnAWorkerThatServedNoClassBefore() {
        Services services = Services.builder("s", 1, PolicyContext.of(new SplittableRandom(1), () -> nowNs))
                .add(ServiceSpec.named("a").when("time-slice(1ms)")).build();
        run(new ServicesProgram(services, 0, 4, () -> nowNs), handle -> services.get("a").place(handle, Where.NONE));
        assertEquals(0, services.get("a").placement().signals().holding(0));
    }
}
