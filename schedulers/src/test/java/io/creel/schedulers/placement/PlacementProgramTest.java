package io.creel.schedulers.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementProgramTest {
    private final List<Integer> ran = new ArrayList<>();
    private long nowNs;

    private Placement placement(String where) {
        PolicyContext context = PolicyContext.of(new SplittableRandom(1), () -> nowNs);
        return Placement.builder("web", 1, () -> nowNs).where(Policies.where(where, context)).build();
    }

    private void place(Placement placement, int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(placement.place(Coroutine.create(ran::add, i), Where.NONE));
        }
    }

    /** However few handles a policy hands out at a time, a cycle runs as many as it may, in order, and no more. */
    @ParameterizedTest
    @CsvSource({"central,8,8", "jbsq(1),8,8", "jbsq(2),8,8", "jbsq(3),8,8", "jbsq(3),1,1", "jbsq(2),32,20"})
    void shouldResumeAsManyInACycleAsItMay(String where, int maxBatch, int first) {
        Placement placement = placement(where);
        Worker worker = new Worker("net-0", new PlacementProgram(placement, 0, maxBatch, () -> nowNs), () -> nowNs);
        place(placement, 20);
        assertEquals(first, worker.doWork());
        assertEquals(first, ran.size());
        for (int left = 20 - first; left > 0; left -= maxBatch) {
            assertEquals(Math.min(left, maxBatch), worker.doWork());
        }
        assertEquals(0, worker.doWork());
        for (int i = 0; i < 20; i++) {
            assertEquals(i, ran.get(i));
        }
        assertTrue(placement.isEmpty());
    }

    /** A coroutine that ends makes work for the same cycle, which does not go on for ever. */
    @Test
    void shouldEndACycleWhenCoroutinesMakeMoreWorkForIt() {
        Placement placement = placement("jbsq(2)");
        Worker worker = new Worker("net-0", new PlacementProgram(placement, 0, 4, () -> nowNs), () -> nowNs);
        placement.place(Coroutine.create(this::again, placement), Where.NONE);
        for (int cycle = 1; cycle <= 10; cycle++) {
            assertEquals(4, worker.doWork());
            assertEquals(4 * cycle, ran.size());
        }
    }

    private void again(Placement placement) {
        ran.add(ran.size());
        placement.place(Coroutine.create(this::again, placement), 0);
    }
}
