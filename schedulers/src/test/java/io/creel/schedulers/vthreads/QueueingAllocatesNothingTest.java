package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.creel.core.Coroutine;
import io.creel.core.SuspensionCallback;
import io.creel.schedulers.where.Where;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bytes that a worker allocates while its threads yield, park, are unparked and await. */
@Timeout(120)
class QueueingAllocatesNothingTest {
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM = 100_000;
    private static final int COUNTED = 300_000;

    /** After a recording the code of events is another one. */
    @BeforeAll
    static void record() throws InterruptedException {
        try (Recording recording = new Recording()) {
            recording.enable("io.creel.Placement").with("throttle", "off");
            recording.start();
            double whileOn = bytesPerTurn((central, other) -> Thread.yield());
            assertTrue(whileOn > 0);
        }
    }

    /** Runs two threads that do the same in turn, and returns the bytes their worker allocated in each counted turn. */
    private static double bytesPerTurn(Turn turn) throws InterruptedException {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1)) {
            long[] before = new long[1];
            long[] after = new long[1];
            Thread[] threads = new Thread[2];
            for (int i = 0; i < 2; i++) {
                int me = i;
                threads[i] = central.threads.factory().newThread(() -> {
                    long worker = central.group.worker(0).carrier().thread().threadId();
                    for (int k = 0; k < WARM + COUNTED; k++) {
                        if (me == 0 && k == WARM) {
                            before[0] = MEMORY.getThreadAllocatedBytes(worker);
                        }
                        turn.take(central, threads[1 - me]);
                    }
                    if (me == 0) {
                        after[0] = MEMORY.getThreadAllocatedBytes(worker);
                    }
                    LockSupport.unpark(threads[1 - me]);
                });
            }
            for (Thread thread : threads) {
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertTrue(before[0] > 0);
            return (after[0] - before[0]) / (double) (2 * COUNTED);
        }
    }

    private interface Turn {
        void take(ThreadsOnWorkers central, Thread other);
    }

    private static void assertNothing(double bytes) {
        assertTrue(bytes < 1, () -> "bytes per turn: " + bytes); // a stack that was promoted costs some now and then
    }

    @Test
    void shouldAllocateNothingToYield() throws InterruptedException {
        assertNothing(bytesPerTurn((central, other) -> Thread.yield()));
    }

    @Test
    void shouldAllocateNothingToParkAndUnpark() throws InterruptedException {
        assertNothing(bytesPerTurn((central, other) -> {
            LockSupport.unpark(other);
            LockSupport.park();
        }));
    }

    @Test
    void shouldAllocateNothingToAwaitACallback() throws InterruptedException {
        AtomicReference<ThreadsOnWorkers> where = new AtomicReference<>();
        SuspensionCallback again = self -> where.get().placement.place(self, Where.NONE);
        assertNothing(bytesPerTurn((central, other) -> {
            where.setPlain(central);
            Coroutine.await(again);
        }));
    }

    /** The canary: the test sees one object per turn. */
    @Test
    void shouldSeeAnObjectATurn() throws InterruptedException {
        AtomicReference<Object> kept = new AtomicReference<>();
        double bytes = bytesPerTurn((central, other) -> {
            kept.setOpaque(new Object());
            Thread.yield();
        });
        assertTrue(bytes >= 8, () -> "bytes per turn: " + bytes);
    }
}
