package io.creel.schedulers.where.twolevel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoLevelTest {
    private final long[] nowNs = {0};
    private final TwoLevel where = new TwoLevel(handle -> PlacementDriver.request(handle).flow());
    private final PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(2, nowNs).where(where), nowNs);

    private long flowOf(int worker) {
        long flow = 0;
        while (where.place(PlacementDriver.handle("probe", 0, flow), -1) != worker) {
            flow++;
        }
        return flow;
    }

    private void load(int count, long flow) {
        for (int i = 0; i < count; i++) {
            drive.place(PlacementDriver.handle("r" + i, 0, flow));
        }
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            drive.at(nowNs[0] + TwoLevel.PERIOD_NS);
        }
    }

    @Test
    void shouldChangeAStateOnlyAfterThreeEqualRounds() {
        assertEquals(3, TwoLevel.EQUAL_ROUNDS);
        long flow = flowOf(1);
        drive.at(0);
        load(16, flow);
        rounds(2);
        assertEquals(TwoLevel.State.NORMAL, where.state(1));
        assertEquals(List.of(), drive.take(0), "not yet");
        rounds(1);
        assertEquals(TwoLevel.State.BUSY, where.state(1));
        assertEquals(8, drive.take(0).size(), "half of sixteen");
    }

    @Test
    void shouldNotChangeWhenARoundDiffers() {
        long flow = flowOf(1);
        drive.at(0);
        load(16, flow);
        rounds(2);
        drive.take(1);
        rounds(1);
        load(16, flow);
        rounds(2);
        assertEquals(TwoLevel.State.NORMAL, where.state(1));
    }

    @Test
    void shouldMoveFlowsOffAnOverloadedWorkerAndKeepOrderOfAge() {
        long flow = flowOf(1);
        drive.at(0);
        load(64, flow);
        rounds(3);
        assertEquals(TwoLevel.State.OVERLOADED, where.state(1));
        assertEquals(1, where.migrations());
        rounds(4);
        assertEquals(5, where.migrations(), "one a round");
        List<String> stolen = drive.take(0);
        assertEquals(32, stolen.size());
        assertEquals("r0", stolen.getFirst());
        assertEquals("r31", stolen.getLast());
    }

    @Test
    void shouldTakeABatchOfItsOwn() {
        assertEquals(16, TwoLevel.BATCH);
        load(20, flowOf(1));
        assertEquals(16, drive.take(1).size());
        assertFalse(drive.take(1).isEmpty());
    }
}
