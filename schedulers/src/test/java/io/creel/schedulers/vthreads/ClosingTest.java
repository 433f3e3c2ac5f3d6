package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.lock.CoroutineSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a group whose workers run virtual threads in all conditions. */
@Timeout(120)
class ClosingTest {
    private static final long SOON_NS = TimeUnit.SECONDS.toNanos(2);

    private final List<Thread> threads = new ArrayList<>();

    private void start(ThreadsOnWorkers central, Runnable body) {
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = central.threads.factory().newThread(() -> {
            begun.countDown();
            body.run();
        });
        threads.add(thread);
        thread.start();
        while (begun.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private void awaitEnds() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void sleepOn(AtomicBoolean released) {
        while (!released.get()) {
            try {
                Thread.sleep(Duration.ofMillis(1));
            } catch (InterruptedException ignored) {
                continue; // ignores the interrupt
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldEndThreadsThatSleepWaitParkOrAwait(int workers) throws Exception {
        Object monitor = new Object();
        CoroutineSemaphore permits = new CoroutineSemaphore("never", 0);
        AtomicInteger ended = new AtomicInteger();
        ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
        start(central, () -> {
            assertThrows(InterruptedException.class, () -> Thread.sleep(Duration.ofDays(1)));
            ended.incrementAndGet();
        });
        start(central, () -> {
            synchronized (monitor) {
                assertThrows(InterruptedException.class, monitor::wait);
            }
            ended.incrementAndGet();
        });
        start(central, () -> {
            assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
            ended.incrementAndGet();
        });
        start(central, () -> {
            assertThrows(CoroutineCancelledException.class, permits::acquire);
            ended.incrementAndGet();
        });
        central.close();
        VirtualThreadCounts counts = central.threads.counts();
        assertEquals(new VirtualThreadCounts(4, 0, 4, 0, counts.postponed()), counts);
        assertEquals(4, ended.get());
        awaitEnds();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldReportAThreadThatDoesNotEndAndLetItGoOnElsewhere(int workers) throws Exception {
        AtomicBoolean released = new AtomicBoolean();
        ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers, SOON_NS, settings -> settings);
        start(central, () -> sleepOn(released));
        start(central, () -> {
            while (!released.get()) {
                Thread.yield();
            }
        });
        IllegalStateException report = assertThrows(IllegalStateException.class, central::close);
        assertEquals("close gave up, users of the workers did not end: group=web, timeoutNs=2000000000, users=1",
                report.getMessage());
        Throwable users = report.getSuppressed()[0];
        assertEquals("close gave up, threads go on at the JDK's scheduler: threads=web, timeoutNs=2000000000, left=2",
                users.getMessage());
        assertTrue(Arrays.stream(users.getSuppressed()).anyMatch(
                one -> one.getMessage().startsWith("a thread does not end: thread=VirtualThread[#")
                        && Arrays.stream(one.getStackTrace())
                                .anyMatch(frame -> frame.getMethodName().equals("sleepOn"))));
        assertEquals(new VirtualThreadCounts(2, 0, 0, 2, central.threads.counts().postponed()),
                central.threads.counts());
        threads.forEach(thread -> assertTrue(thread.isAlive()));
        released.set(true);
        awaitEnds();
    }

    @Test
    void shouldCancelTheWaitOfAThreadThatIgnoresInterruptsAndAwaits() throws Exception {
        AtomicBoolean released = new AtomicBoolean();
        CompletableFuture<Integer> cancelled = new CompletableFuture<>();
        ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1, SOON_NS, settings -> settings);
        start(central, () -> {
            int times = 0;
            while (!released.get()) {
                try {
                    Coroutine.await(self -> true); // no stash and no thread holds this handle
                } catch (CoroutineCancelledException soon) {
                    times++;
                    Thread.interrupted();
                    released.set(times == 3);
                }
            }
            cancelled.complete(times);
        });
        assertThrows(IllegalStateException.class, central::close);
        assertEquals(3, cancelled.get());
        awaitEnds();
    }

    @Test
    void shouldReportAPinnedThreadAndItsWorker() throws Exception {
        ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1, SOON_NS, settings -> settings);
        start(central, () -> {
            try {
                Class.forName(BlocksInItsInitialiser.class.getName());
            } catch (ClassNotFoundException impossible) {
                throw new AssertionError(impossible);
            }
        });
        IllegalStateException report = assertThrows(IllegalStateException.class, central::close);
        assertEquals("close gave up, workers hang: group=web, timeoutNs=2000000000, workers=1", report.getMessage());
        assertEquals(2, report.getSuppressed().length);
        Throwable thread = report.getSuppressed()[1].getSuppressed()[0];
        assertTrue(Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("<clinit>")),
                () -> Arrays.toString(thread.getStackTrace()));
        Gates.RELEASED.countDown();
        awaitEnds();
    }

    private static final class Gates {
        static final CountDownLatch RELEASED = new CountDownLatch(1);
    }

    private static final class BlocksInItsInitialiser {
        static {
            boolean over = false;
            while (!over) {
                try {
                    Gates.RELEASED.await();
                    over = true;
                } catch (InterruptedException ignored) {
                    continue;
                }
            }
        }
    }

    @Test
    void shouldTakeNoNewThreadsAndRunThoseThatWereMade() throws Exception {
        ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1);
        CompletableFuture<String> where = new CompletableFuture<>();
        Thread made = central.threads.factory().newThread(() -> where.complete(Thread.currentThread().toString()));
        central.close();
        RejectedExecutionException refused = assertThrows(RejectedExecutionException.class,
                () -> central.threads.factory().newThread(() -> {
                }));
        assertEquals("thread refused, the class is closed: threads=web", refused.getMessage());
        made.start();
        assertTrue(where.get().contains("@ForkJoinPool-1-worker-"), where.get());
        made.join();
    }
}
