package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation that blocks a thread, in virtual threads on 1, 2 and 4 workers, each also while the policies are
 * swapped.
 */
@Timeout(120)
class BlockingTest {
    private static <T> T on(Setting workers, Callable<T> body) throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            Future<T> result = executor.submit(body);
            T value = result.get();
            assertEquals(0, central.threads.counts().postponed());
            return value;
        }
    }

    private static <T> List<T> all(Setting workers, List<Callable<T>> bodies) throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            List<T> values = new ArrayList<>();
            for (Future<T> result : executor.invokeAll(bodies)) {
                values.add(result.get());
            }
            return values;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRunOnAWorkerAsAVirtualThreadOfItsName(Setting workers) throws Exception {
        String text = on(workers, () -> Thread.currentThread() + " " + Thread.currentThread().isVirtual());
        assertTrue(text.matches("VirtualThread\\[#\\d+,web-0]/runnable@web-\\d true"), text);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSleepAtLeastAsLongAsAsked(Setting workers) throws Exception {
        long slept = on(workers, () -> {
            long begin = System.nanoTime();
            Thread.sleep(Duration.ofMillis(20));
            return System.nanoTime() - begin;
        });
        assertTrue(slept >= 20_000_000, () -> "slept " + slept);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetOthersRunWhenAThreadYields(Setting workers) throws Exception {
        AtomicInteger turn = new AtomicInteger();
        List<Callable<Integer>> players = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int me = i;
            players.add(() -> {
                int turns = 0;
                while (turns < 1_000) {
                    if (turn.get() % 3 == me) {
                        turn.incrementAndGet();
                        turns++;
                    }
                    Thread.yield();
                }
                return turns;
            });
        }
        assertEquals(List.of(1_000, 1_000, 1_000), all(workers, players));
    }

    @ParameterizedTest
    @EnumSource
    void shouldExcludeEachOtherInASynchronizedBlock(Setting workers) throws Exception {
        Object monitor = new Object();
        int[] count = new int[1];
        List<Callable<Integer>> adders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            adders.add(() -> {
                for (int k = 0; k < 200; k++) {
                    synchronized (monitor) {
                        int seen = count[0];
                        if (k % 10 == 0) {
                            Thread.yield(); // with the monitor held
                        }
                        count[0] = seen + 1;
                    }
                }
                return 0;
            });
        }
        all(workers, adders);
        assertEquals(1_600, count[0]);
    }

    @ParameterizedTest
    @EnumSource
    void shouldWaitAndBeNotified(Setting workers) throws Exception {
        Object monitor = new Object();
        int[] ball = new int[1];
        List<Callable<Integer>> players = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int me = i;
            players.add(() -> {
                for (int k = 0; k < 500; k++) {
                    synchronized (monitor) {
                        while (ball[0] % 2 != me) {
                            monitor.wait();
                        }
                        ball[0]++;
                        monitor.notifyAll();
                    }
                }
                return ball[0];
            });
        }
        all(workers, players);
        assertEquals(1_000, ball[0]);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReturnFromATimedWaitThatIsNotNotified(Setting workers) throws Exception {
        Object monitor = new Object();
        assertTrue(on(workers, () -> {
            long begin = System.nanoTime();
            synchronized (monitor) {
                monitor.wait(10);
            }
            return System.nanoTime() - begin;
        }) >= 10_000_000);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeTurnsThroughAReentrantLockAndItsCondition(Setting workers) throws Exception {
        ReentrantLock lock = new ReentrantLock(true);
        Condition changed = lock.newCondition();
        int[] ball = new int[1];
        List<Callable<Integer>> players = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int me = i;
            players.add(() -> {
                for (int k = 0; k < 200; k++) {
                    lock.lock();
                    try {
                        while (ball[0] % 4 != me) {
                            changed.await();
                        }
                        ball[0]++;
                        changed.signalAll();
                    } finally {
                        lock.unlock();
                    }
                }
                return 0;
            });
        }
        all(workers, players);
        assertEquals(800, ball[0]);
    }

    @ParameterizedTest
    @EnumSource
    void shouldMeetThroughQueuesSemaphoresAndExchangers(Setting workers) throws Exception {
        LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>(2);
        Semaphore permits = new Semaphore(0);
        Exchanger<String> exchanger = new Exchanger<>();
        List<Object> results = all(workers, List.of(() -> {
            for (int i = 0; i < 1_000; i++) {
                queue.put(i);
            }
            permits.release();
            return exchanger.exchange("from the first");
        }, () -> {
            int sum = 0;
            for (int i = 0; i < 1_000; i++) {
                sum += queue.take();
            }
            permits.acquire();
            exchanger.exchange("from the second");
            return sum;
        }));
        assertEquals(List.of("from the second", 499_500), results);
    }

    @ParameterizedTest
    @EnumSource
    void shouldJoinAndWaitForFutures(Setting workers) throws Exception {
        assertEquals("a child and a future", on(workers, () -> {
            AtomicReference<String> said = new AtomicReference<>();
            Thread child = Thread.ofVirtual().start(() -> said.set("a child"));
            child.join();
            assertTrue(child.join(Duration.ofSeconds(60)));
            CompletableFuture<String> future = CompletableFuture.supplyAsync(() -> " and a future");
            return said.get() + future.get();
        }));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTimeOutWhenAFutureDoesNotComplete(Setting workers) throws Exception {
        on(workers, () -> assertThrows(TimeoutException.class,
                () -> new CompletableFuture<String>().get(5, TimeUnit.MILLISECONDS)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndASleepAWaitAndAParkByAnInterrupt(Setting workers) throws Exception {
        Object monitor = new Object();
        CountDownLatch begun = new CountDownLatch(3);
        AtomicInteger ended = new AtomicInteger();
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers)) {
            List<Thread> threads = List.of(central.threads.factory().newThread(() -> {
                begun.countDown();
                assertThrows(InterruptedException.class, () -> Thread.sleep(Duration.ofHours(1)));
                assertFalse(Thread.currentThread().isInterrupted());
                ended.incrementAndGet();
            }), central.threads.factory().newThread(() -> {
                synchronized (monitor) {
                    begun.countDown();
                    assertThrows(InterruptedException.class, () -> monitor.wait());
                }
                ended.incrementAndGet();
            }), central.threads.factory().newThread(() -> {
                begun.countDown();
                while (!Thread.currentThread().isInterrupted()) {
                    LockSupport.park();
                }
                assertTrue(Thread.interrupted());
                ended.incrementAndGet();
            }));
            threads.forEach(Thread::start);
            begun.await();
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(3, ended.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepThreadLocalsAndScopedValuesApart(Setting workers) throws Exception {
        ThreadLocal<Integer> local = new ThreadLocal<>();
        InheritableThreadLocal<Integer> inherited = new InheritableThreadLocal<>();
        ScopedValue<Integer> scoped = ScopedValue.newInstance();
        List<Callable<Integer>> owners = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int mine = i;
            owners.add(() -> {
                assertEquals(null, local.get());
                assertFalse(scoped.isBound());
                local.set(mine);
                inherited.set(mine);
                int[] seenByChild = new int[1];
                Thread.ofVirtual().start(() -> seenByChild[0] = inherited.get()).join();
                assertEquals(mine, seenByChild[0]);
                return ScopedValue.where(scoped, mine).call(() -> {
                    int wrong = 0;
                    for (int k = 0; k < 300; k++) {
                        Thread.yield();
                        if (k % 100 == 0) {
                            Thread.sleep(1);
                        }
                        wrong += local.get() != mine || scoped.get() != mine ? 1 : 0;
                    }
                    return wrong;
                });
            });
        }
        assertEquals(List.of(0, 0, 0, 0, 0, 0, 0, 0), all(workers, owners));
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowItsThreadOnEveryWorkerItRunsOn(Setting workers) throws Exception {
        List<Callable<Integer>> runners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runners.add(() -> {
                Thread me = Thread.currentThread();
                int wrong = 0;
                for (int k = 0; k < 30_000; k++) {
                    Thread.yield();
                    wrong += Thread.currentThread() == me ? 0 : 1;
                }
                return wrong;
            });
        }
        assertEquals(List.of(0, 0, 0, 0), all(workers, runners));
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeBackFromFarDown(Setting workers) throws Exception {
        List<Callable<Integer>> divers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            divers.add(() -> dive(1_000));
        }
        assertEquals(List.of(1_000, 1_000, 1_000, 1_000), all(workers, divers));
    }

    private static int dive(int depth) throws InterruptedException {
        if (depth == 0) {
            Thread.sleep(1);
            return 0;
        }
        if (depth % 100 == 0) {
            Thread.yield();
        }
        int below = dive(depth - 1);
        if (depth % 100 == 0) {
            Thread.yield();
        }
        return below + 1;
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveItsHandlerTheException(Setting workers) throws Exception {
        AtomicReference<Throwable> told = new AtomicReference<>();
        IllegalStateException thrown = new IllegalStateException("thrown for this test");
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers)) {
            Thread thread = central.threads.factory().newThread(() -> {
                throw thrown;
            });
            thread.setUncaughtExceptionHandler((from, failure) -> told.set(failure));
            thread.start();
            thread.join();
            assertSame(thrown, told.get());
            assertEquals(7, central.threads.executor().submit(() -> 7).get());
        }
    }
}
