package io.creel.schedulers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The time that a worker counts as idle, in a time that its program makes pass. */
class WorkerIdleTest {
    private static final long LONG_NS = 1_000_000;
    private long nowNs;
    private int readings;
    private int work;
    private long cycleNs;
    private final Worker worker = new Worker("w", by -> {
        nowNs += cycleNs;
        return work;
    }, () -> {
        readings++;
        return nowNs;
    });

    private void cycles(int count, int each, long ns) {
        work = each;
        cycleNs = ns;
        for (int i = 0; i < count; i++) {
            worker.doWork();
        }
    }

    @Test
    void shouldCountNothingWhileEachCycleFindsWork() {
        cycles(100, 1, LONG_NS);
        assertEquals(0, worker.idleNs());
    }

    @Test
    void shouldCountThePauseWhileItLasts() {
        cycles(1, 1, LONG_NS);
        cycles(1, 0, 0);
        nowNs += 7 * LONG_NS; // it sleeps
        assertEquals(7 * LONG_NS, worker.idleNs());
        nowNs += LONG_NS;
        assertEquals(8 * LONG_NS, worker.idleNs());
    }

    @Test
    void shouldEndThePauseWhenACycleFindsWork() {
        cycles(1, 0, 0);
        nowNs += 7 * LONG_NS;
        cycles(1, 1, 3 * LONG_NS);
        assertEquals(7 * LONG_NS, worker.idleNs());
        cycles(5, 1, LONG_NS);
        assertEquals(7 * LONG_NS, worker.idleNs());
        cycles(1, 0, 0);
        nowNs += 2 * LONG_NS;
        cycles(1, 1, LONG_NS);
        assertEquals(9 * LONG_NS, worker.idleNs());
    }

    @Test
    void shouldCountShortPausesBetweenFastCyclesExactly() {
        cycles(20, 1, 10);
        long expectedNs = 0;
        for (int i = 0; i < 50; i++) {
            cycles(3, 1, 10);
            cycles(1, 0, 0);
            nowNs += 100;
            expectedNs += 100;
        }
        cycles(1, 1, 10);
        assertEquals(expectedNs, worker.idleNs());
    }

    @Test
    void shouldReadTheClockOnlyOnceMorePerPause() {
        cycles(17, 1, 10);
        readings = 0;
        cycles(5, 1, 10);
        assertEquals(0, readings, "fast cycles");
        cycles(1, 0, 0);
        assertEquals(1, readings, "the pause begins");
        cycles(1, 0, 0);
        assertEquals(2, readings, "as ever when a worker is idle");
        assertTrue(worker.idleNs() >= 0);
    }
}
