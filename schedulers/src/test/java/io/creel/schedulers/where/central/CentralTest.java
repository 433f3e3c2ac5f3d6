package io.creel.schedulers.where.central;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CentralTest {
    private final long[] nowNs = {0};
    private final PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(2, nowNs).where(new Central()),
            nowNs);

    @Test
    void shouldServeInOrderOfArrivalWhicheverWorkerTakes() {
        drive.place("A", "B", "C");
        assertEquals(List.of("A", "B"), drive.take(0), "its share of three: two");
        assertEquals(List.of("C"), drive.take(1));
    }

    @Test
    void shouldTakeNoMoreThanTheCap() {
        assertEquals(32, Central.DEFAULT_MAX_BATCH);
        for (int i = 0; i < 100; i++) {
            drive.place("r" + i);
        }
        assertEquals(32, drive.take(0).size());
        assertEquals("r32", drive.take(1).getFirst());
    }

    @Test
    void shouldNotGiveToAWorkerThatIsNotActive() {
        PlacementDriver scaled = PlacementDriver
                .of(PlacementDriver.builder(2, nowNs).where(new Central()).scaling(new OneWorker()), nowNs);
        scaled.at(0);
        scaled.place("A");
        assertEquals(List.of(), scaled.take(1));
        assertEquals(List.of("A"), scaled.take(0));
    }

    /** Until its first take a woken worker counts as idle, so every placement of a burst wakes the same one. */
    @Test
    void shouldWakeAnotherWorkerForWhatATakeHasLeft() {
        List<Integer> woken = new ArrayList<>();
        drive.placement().onWake(woken::add);
        drive.take(0);
        drive.take(1);
        drive.place("A", "B", "C");
        assertEquals(List.of(0, 0, 0), woken);
        drive.take(0);
        assertEquals(List.of(0, 0, 0, 1), woken);
        drive.take(1);
        assertEquals(4, woken.size());
    }

    @Test
    void shouldRefuseABatchOutOfRange() {
        assertEquals("central batch out of range: maxBatch=0, least=1",
                assertThrows(IllegalArgumentException.class, () -> new Central(0)).getMessage());
        assertEquals("central batch out of range: minBatch=5, least=1, most=4",
                assertThrows(IllegalArgumentException.class, () -> new Central(5, 4)).getMessage());
    }

    private static final class OneWorker implements io.creel.schedulers.scaling.Scaling {
        @Override
        public String name() {
            return "one";
        }

        @Override
        public long periodNs() {
            return 1;
        }

        @Override
        public int active(io.creel.schedulers.where.Signals signals, int queues, int active, long nowNs) {
            return 1;
        }
    }
}
