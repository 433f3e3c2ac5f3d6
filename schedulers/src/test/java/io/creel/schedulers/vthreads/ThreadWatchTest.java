package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ThreadWatchTest {
    private static final long BOUND_NS = 1_000;

    private final List<ThreadWatch.Held> reports = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();

    private static void await(CountDownLatch latch) {
        boolean over = false;
        while (!over) {
            try {
                latch.await();
                over = true;
            } catch (InterruptedException again) {
                continue;
            }
        }
    }

    private static final class First {
        static final CountDownLatch BEGUN = new CountDownLatch(1);
        static final CountDownLatch RELEASED = new CountDownLatch(1);

        private static final class Pins {
            static {
                BEGUN.countDown();
                await(RELEASED);
            }
        }
    }

    private static final class Second {
        static final CountDownLatch BEGUN = new CountDownLatch(1);
        static final CountDownLatch RELEASED = new CountDownLatch(1);

        private static final class Pins {
            static {
                BEGUN.countDown();
                await(RELEASED);
            }
        }
    }

    private static Runnable initialise(Class<?> type) {
        return () -> {
            try {
                Class.forName(type.getName());
            } catch (ClassNotFoundException impossible) {
                throw new AssertionError(impossible);
            }
        };
    }

    /**
     * Checks until that many workers are seen to be blocked and active; each check comes a bound later than the
     * previous one.
     */
    private void checkUntil(ThreadWatch watch, Placement placement, int blocked, int active) {
        do {
            watch.check(clock.addAndGet(BOUND_NS));
            placement.maintain();
        } while (watch.blocked() != blocked || placement.signals().active() != active);
    }

    @Test
    void shouldReportPinnedThreadsAndLetSparesTakeOverUpToTheirNumber() throws Exception {
        WorkerGroup group = new WorkerGroup("web", 2);
        ThreadWatch watch = new ThreadWatch(group, BOUND_NS, reports::add);
        Placement placement = Placement.builder("web", 2, clock::get).scaling(new SpareWorkers(watch, 1, 1, 1)).build();
        placement.onWake(worker -> group.worker(worker).wake());
        placement.maintain();
        assertEquals(1, placement.signals().active());
        VirtualThreads threads = new VirtualThreads("web", ThreadQueues.in(placement::place, group), System::nanoTime);
        group.startEach(index -> new PlacementProgram(placement, index, 1, clock::get));

        Thread first = threads.factory().newThread(initialise(First.Pins.class));
        first.start();
        await(First.BEGUN);
        Thread waiting = threads.factory().newThread(() -> {
        });
        waiting.start();
        checkUntil(watch, placement, 1, 2);
        waiting.join(); // on the spare

        Thread second = threads.factory().newThread(initialise(Second.Pins.class));
        second.start();
        await(Second.BEGUN);
        checkUntil(watch, placement, 2, 2); // there is one spare

        First.RELEASED.countDown();
        Second.RELEASED.countDown();
        first.join();
        second.join();
        checkUntil(watch, placement, 0, 1);
        List<ThreadWatch.Held> pinned = reports.stream().filter(held -> held.cause() == ThreadWatch.Cause.PINNED)
                .toList();
        assertEquals(List.of("web-0", "web-2"), pinned.stream().map(ThreadWatch.Held::thread).distinct().toList());
        assertTrue(pinned.getFirst().frames().stream().anyMatch(frame -> frame.getMethodName().equals("<clinit>")));
        assertTrue(pinned.getFirst().toString()
                .matches("(?s)worker is held: cause=PINNED, worker=web-\\d, thread=web-0, seenForNs=\\d+\n    at .*"),
                pinned.getFirst()::toString);
        group.close();
    }

    @Test
    void shouldReportAThreadThatComputesBeyondItsBudget() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1)) {
            ThreadWatch watch = new ThreadWatch(central.group, BOUND_NS, reports::add);
            Thread thread = central.threads.factory().newThread(() -> {
                begun.countDown();
                while (!over.get()) {
                    Thread.onSpinWait();
                }
            });
            thread.start();
            await(begun);
            watch.check(0);
            assertEquals(1, watch.check(BOUND_NS), "whatever it is, it is reported");
            while (reports.stream().noneMatch(held -> held.cause() == ThreadWatch.Cause.OVERRUN)) {
                watch.check(clock.addAndGet(2 * BOUND_NS));
            }
            assertEquals(0, watch.blocked());
            assertTrue(reports.getLast().frames().toString().contains("shouldReportAThreadThatComputes"));
            over.set(true);
            thread.join();
        }
    }

    @Test
    void shouldRefuseBoundsThatMakeNoSense() {
        WorkerGroup group = new WorkerGroup("web", 1);
        assertEquals("bound must be at least 1: group=web, boundNs=0",
                assertThrows(IllegalArgumentException.class, () -> new ThreadWatch(group, 0, reports::add))
                        .getMessage());
        ThreadWatch watch = new ThreadWatch(group, 1, reports::add);
        assertEquals("spare workers out of range: workers=0, spares=-1, periodNs=0",
                assertThrows(IllegalArgumentException.class, () -> new SpareWorkers(watch, 0, -1, 0)).getMessage());
        group.close();
    }
}
