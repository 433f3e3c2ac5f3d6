package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JDK hands a thread to its scheduler from any place that wakes it: inside locks of the program and of the JDK, on
 * our workers and elsewhere. Code there must not wait for a worker.
 */
@Timeout(120)
class DeadlockHuntTest {
    private static final int ROUNDS = 2_000;
    /** Few enough places that most woken threads find no room. */
    private static final int CAPACITY = 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldGoOnWhenThreadsAreStartedAndWokenInsideALockThatWorkersTakeToo(int workers) throws Exception {
        ReentrantLock shared = new ReentrantLock();
        Object monitor = new Object();
        AtomicInteger ended = new AtomicInteger();
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers, settings -> settings.capacity(CAPACITY))) {
            List<Thread> outside = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                outside.add(Thread.ofPlatform().start(() -> startAndWake(central, shared, monitor, ended)));
            }
            Thread inside = central.threads.factory().newThread(() -> startAndWake(central, shared, monitor, ended));
            inside.start();
            for (Thread thread : outside) {
                thread.join();
            }
            inside.join();
            while (ended.get() < 3 * ROUNDS) {
                Thread.onSpinWait();
            }
            if (workers == 1) { // many may keep up
                assertTrue(central.threads.counts().postponed() > 0, "no thread ever found the queue full");
            }
        }
        assertEquals(3 * ROUNDS, ended.get());
    }

    private static void startAndWake(ThreadsOnWorkers central, ReentrantLock shared, Object monitor,
            AtomicInteger ended) {
        for (int i = 0; i < ROUNDS; i++) {
            Thread thread = central.threads.factory().newThread(() -> {
                LockSupport.park();
                shared.lock();
                try {
                    synchronized (monitor) {
                        ended.incrementAndGet();
                    }
                } finally {
                    shared.unlock();
                }
            });
            shared.lock();
            try {
                synchronized (monitor) {
                    thread.start(); // a full queue meets this one
                    LockSupport.unpark(thread);
                }
            } finally {
                shared.unlock();
            }
        }
    }

    /** The canary: a thread that waits for room waits for itself if its own worker is the one that would make room. */
    @Test
    void shouldFindTheDeadlockWhenAThreadWaitsForRoom() {
        Placement placement = Placement.builder("web", 1, System::nanoTime).capacity(2).build();
        Worker worker = new Worker("worker", new PlacementProgram(placement, 0, 1, System::nanoTime), System::nanoTime);
        AtomicInteger waitedForEver = new AtomicInteger();
        VirtualThreads threads = new VirtualThreads("web", new ThreadQueues() {
            @Override
            public boolean place(Coroutine handle, Worker by) {
                for (int patience = 10_000; !placement.place(handle, Where.NONE); patience--) {
                    if (patience == 0) {
                        waitedForEver.incrementAndGet();
                        return false;
                    }
                }
                return true;
            }

            @Override
            public void wake() {
                // the test runs the worker
            }
        }, System::nanoTime);
        AtomicInteger ended = new AtomicInteger();
        threads.factory().newThread(() -> {
            for (int i = 0; i < 10; i++) {
                threads.factory().newThread(ended::incrementAndGet).start();
            }
        }).start();
        while (ended.get() < 10) {
            worker.doWork();
            threads.retry();
        }
        assertTrue(waitedForEver.get() > 0);
    }
}
