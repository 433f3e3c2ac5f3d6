package io.creel.schedulers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.task.Outcome;
import io.creel.core.task.Scope;
import io.creel.core.task.Task;
import io.creel.core.task.TaskCancelledException;
import io.creel.queues.MpmcStash;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Deadlines on workers that sleep until they are woken, so that a deadline that wakes no worker is never met: a failing
 * test hangs. No time is asserted.
 */
@Timeout(60)
class DeadlinesOnWorkersTest {
    private static final long TIME_OUT_NS = 20_000_000;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void nothingFailed() {
        assertEquals(List.of(), List.copyOf(failures));
    }

    private WorkerGroup group(int workers) {
        return WorkerGroup.builder("net", workers).idle(() -> new SpinThenPark(0, SpinThenPark.UNTIL_WOKEN))
                .coroutineFailures((coroutine, failure) -> failures.add(failure)).build();
    }

    @Test
    void shouldWakeForADeadlineWhenNothingElseEndsTheSleep() throws InterruptedException {
        CountDownLatch awake = new CountDownLatch(1);
        try (WorkerGroup group = group(1)) {
            boolean[] begun = {false};
            group.start(worker -> {
                if (begun[0]) {
                    return 0;
                }
                begun[0] = true;
                worker.start(argument -> {
                    Coroutine.sleep(TIME_OUT_NS);
                    awake.countDown();
                }, null);
                return 1;
            });
            awake.await();
        }
    }

    /**
     * The owner's worker is busy until the child has been cancelled, and the child's worker sleeps until it is woken.
     */
    @Test
    void shouldCancelTheChildWhenTheWorkerThatOpenedTheScopeIsBusy() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        CoroutineEvent never = new CoroutineEvent("never");
        MpmcStash second = new MpmcStash("second", 8);
        try (WorkerGroup group = group(2)) {
            group.startEach(index -> index == 0 ? first(group, second, never, over) : taking(second));
            over.await();
            assertTrue(group.worker(1).carrier().counters().timedOut() == 0, "a scope is no wait");
        }
    }

    private WorkerProgram first(WorkerGroup group, MpmcStash second, CoroutineEvent never, CountDownLatch over) {
        boolean[] begun = {false};
        return worker -> {
            if (begun[0]) {
                return 0;
            }
            begun[0] = true;
            worker.start(argument -> {
                try (Scope scope = Scope.open("timed", TIME_OUT_NS)) {
                    Task<Object> child = scope.fork(second::push, () -> {
                        never.await();
                        return null;
                    });
                    group.worker(1).wake();
                    while (child.outcome() == Outcome.PENDING) {
                        Thread.onSpinWait();
                    }
                    assertEquals(Outcome.CANCELLED, child.outcome());
                    assertThrows(TaskCancelledException.class, scope::join);
                }
                over.countDown();
            }, null);
            return 1;
        };
    }

    private static WorkerProgram taking(MpmcStash second) {
        Batch batch = new Batch(8);
        return worker -> worker.resume(second.drain(batch, 8));
    }

    @Test
    void shouldSleepNoLongerThanNothingIsDueWhenNothingElseEndsTheSleep() {
        SpinThenPark idle = new SpinThenPark(2, SpinThenPark.UNTIL_WOKEN);
        int[] asked = {0};
        for (int i = 0; i < 3; i++) {
            idle.idle(0, () -> asked[0]++);
        }
        assertEquals(1, asked[0], "only before it sleeps, and then it did not");
        idle.idle(0, () -> 1);
        idle.idle(1, () -> {
            throw new AssertionError("asked after work");
        });
    }
}
