package io.creel.schedulers.services;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.where.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two groups in one JVM, with services of the same name: one is closed full, the other notices nothing. The machine is
 * as slow as can be: each reading of the services' clock is a second after the one before.
 */
@Timeout(120)
class TwoGroupsTest {
    private static final int REQUESTS = 1_000;
    private static final long SECOND_NS = 1_000_000_000;

    private final AtomicLong nowNs = new AtomicLong();

    private long slowNs() {
        return nowNs.getAndAdd(SECOND_NS);
    }

    private Services services() {
        return Services.builder("net", 1, PolicyContext.of(new SplittableRandom(1), this::slowNs))
                .add("class a: when two-queue").build();
    }

    private static List<Coroutine> fill(Services services, AtomicInteger ran) {
        List<Coroutine> made = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            Coroutine handle = Coroutine.create(argument -> ran.incrementAndGet(), null);
            made.add(handle);
            assertTrue(services.get("a").place(handle, Where.NONE));
        }
        return made;
    }

    @Test
    void shouldNotTouchHandlesOfTheOtherGroupWhenOneIsClosed() {
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger ranElsewhere = new AtomicInteger();
        Services closed = services();
        Services open = services();
        WorkerGroup first = new WorkerGroup("first", 1);
        WorkerGroup second = new WorkerGroup("second", 1);
        List<Coroutine> waiting = fill(open, ran);
        closed.start(first, 8);
        List<Coroutine> doomed = fill(closed, ranElsewhere);
        first.close();
        assertTrue(doomed.stream().allMatch(handle -> handle.state().isEnd()), "served or cancelled");
        assertTrue(waiting.stream().allMatch(handle -> handle.state() == CoroutineState.STASHED), "not its business");
        open.start(second, 8);
        await().atMost(Duration.ofMinutes(1)).until(() -> ran.get() == REQUESTS);
        second.close();
        assertEquals(REQUESTS, second.counts().completed());
        assertEquals(ranElsewhere.get(), first.counts().completed());
    }

    @Test
    void shouldServeAllWhenTheWorkersOfTheOtherGroupDieAndItsClassIsSwapped() {
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger ranElsewhere = new AtomicInteger();
        Services troubled = services();
        Services quiet = services();
        List<Throwable> deaths = new ArrayList<>();
        WorkerGroup first = WorkerGroup.builder("net", 1).failures((worker, failure) -> deaths.add(failure)).build();
        WorkerGroup second = new WorkerGroup("net", 1);
        first.startEach(index -> {
            ServicesProgram program = new ServicesProgram(troubled, index, 8, this::slowNs);
            return worker -> {
                if (worker.counts().cycles() % 20 == 1 && worker.counts().deaths() < 8) {
                    throw new AssertionError("planted");
                }
                return program.doWork(worker);
            };
        });
        quiet.start(second, 8);
        fill(troubled, ranElsewhere);
        fill(quiet, ran);
        ServiceClass swapped = troubled.get("a");
        assertTrue(swapped.swap(swapped.spec().when("edf").where("stealing")));
        await().atMost(Duration.ofMinutes(1)).until(
                () -> ran.get() == REQUESTS && ranElsewhere.get() == REQUESTS && first.counts().deaths() == 8);
        first.close();
        second.close();
        assertEquals(8, deaths.size());
        assertEquals(0, second.counts().deaths());
        assertEquals(0, quiet.get("a").swaps());
        assertEquals(REQUESTS, first.counts().completed());
        assertEquals(REQUESTS, second.counts().completed());
    }
}
