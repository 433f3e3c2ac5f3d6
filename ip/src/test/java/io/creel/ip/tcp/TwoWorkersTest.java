package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.sim.explore.Choices;
import io.creel.sim.explore.Explorer;
import io.creel.sim.explore.Explorer.Exploration;
import io.creel.sim.explore.Failure;
import org.junit.jupiter.api.Test;

/**
 * The explorer chooses the schedule of two workers on one connection. The long form is
 * {@code -Dtcp.workers.runs=100000}.
 */
class TwoWorkersTest {
    private static final int RUNS = Integer.getInteger("tcp.workers.runs", 300);

    private long waits;

    private void locked(Choices choices) {
        try (var run = new TwoWorkersRun(choices, true)) {
            run.run();
            waits += run.waits();
        }
    }

    private static void unlocked(Choices choices) {
        try (var run = new TwoWorkersRun(choices, false)) {
            run.run();
        }
    }

    private static String text(Failure failure) {
        return failure == null ? null : failure.cause() + "\n" + String.join("\n", failure.events());
    }

    @Test
    void shouldSurviveAnyScheduleOfTwoWorkers() {
        Exploration random = Explorer.random(this::locked, 1, RUNS);
        assertNull(random.failure(), () -> text(random.failure()));
        assertEquals(RUNS, random.runs());
        assertTrue(waits > RUNS, "steps hardly ever waited for each other: waits=" + waits);
    }

    /** All schedules in which something else than the first move comes at most twice, as far as the runs reach. */
    @Test
    void shouldSurviveEachPairOfInterferences() {
        Exploration all = Explorer.exhaustive(this::locked, 2, RUNS * 2L);
        assertNull(all.failure(), () -> text(all.failure()));
        assertTrue((all.complete() || all.runs() == RUNS * 2L) && waits > 0, all + ", waits=" + waits);
    }

    /** The canary: the same schedules break a connection whose steps do not lock it. */
    @Test
    void shouldFailWhenNoStepLocks() {
        Exploration random = Explorer.random(TwoWorkersTest::unlocked, 1, RUNS);
        assertNotNull(random.failure());
        assertTrue(random.failure().cause().getMessage().startsWith("a segment has changed while it was sent: "),
                () -> text(random.failure()));
        Failure shorter = Explorer.minimise(TwoWorkersTest::unlocked, random.failure(), 300);
        assertTrue(shorter.events().size() <= random.failure().events().size());
    }
}
