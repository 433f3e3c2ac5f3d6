package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual threads that wait in Creel with a time-out. A failing test hangs; no time is asserted. */
@Timeout(120)
class ThreadTimeOutTest {
    private static final long TIME_OUT_NS = 1_000_000;
    private static final int THREADS = 200;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldGoOnWhenTheTimeIsUp(int workers) throws Exception {
        CoroutineEvent never = new CoroutineEvent("never");
        CoroutineSemaphore none = new CoroutineSemaphore("none", 0);
        CoroutineLock taken = new CoroutineLock("taken");
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            Future<?> holder = executor.submit(() -> {
                taken.lock();
                assertThrows(CoroutineCancelledException.class, never::await);
                taken.unlock();
            });
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                long timeoutNs = TIME_OUT_NS + i * 10_000;
                ends.add(executor.submit(() -> {
                    Coroutine.sleep(timeoutNs);
                    assertFalse(never.await(timeoutNs));
                    assertFalse(none.tryAcquire(timeoutNs));
                    assertTrue(!taken.isHeld());
                    Thread.yield(); // resumes on any worker
                    Coroutine.sleep(timeoutNs);
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            holder.cancel(true);
            assertEquals(0, none.availablePermits());
            for (int i = 0; i < workers; i++) {
                assertFalse(central.group.worker(i).carrier().hasDeadlines());
            }
        }
    }

    /**
     * A permit is given while the time-out of the thread comes: it has the permit, or it does not, and then it is still
     * there.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldLoseNoPermitWhenItComesWithTheTimeOut(int workers) throws Exception {
        CoroutineSemaphore semaphore = new CoroutineSemaphore("semaphore", 0);
        int rounds = 2_000;
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            Future<Integer> got = executor.submit(() -> {
                int count = 0;
                for (int i = 0; i < rounds; i++) {
                    count += semaphore.tryAcquire(1 + i % 50 * 1_000) ? 1 : 0;
                }
                return count;
            });
            int given = 0;
            while (!got.isDone()) {
                semaphore.release();
                given++;
                for (int i = 0; i < given % 500; i++) {
                    Thread.onSpinWait();
                }
            }
            assertEquals(given, got.get() + semaphore.availablePermits());
        }
    }

    @Test
    void shouldStopWaitingForTheWorldOfThreadsWhenTheTimeIsUp() throws Exception {
        CompletableFuture<Integer> never = new CompletableFuture<>();
        CountDownLatch go = new CountDownLatch(1);
        Thread blocked = Thread.ofPlatform().start(() -> {
            try {
                go.await();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
        });
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1);
                ExecutorService executor = central.threads.executor()) {
            executor.submit(() -> {
                String message = assertThrows(TimeoutException.class, () -> Awaits.future(never, TIME_OUT_NS))
                        .getMessage();
                assertEquals("future is not complete in time: coroutine=" + Coroutine.current() + ", timeoutNs=1000000",
                        message);
                assertFalse(Awaits.end(blocked, TIME_OUT_NS));
                never.complete(7);
                assertEquals(7, Awaits.future(never, TIME_OUT_NS));
                go.countDown();
                Awaits.end(blocked);
                assertTrue(Awaits.end(blocked, TIME_OUT_NS));
                return null;
            }).get();
        }
    }
}
