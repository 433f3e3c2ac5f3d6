package io.creel.schedulers.where.jbsq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JbsqTest {
    private final long[] nowNs = {0};

    private PlacementDriver drive(int workers, Jbsq where) {
        return PlacementDriver.of(PlacementDriver.builder(workers, nowNs).where(where), nowNs);
    }

    @Test
    void shouldHaveTwoAtAWorkerAndTheRestCentral() {
        assertEquals(2, Jbsq.DEFAULT_BOUND);
        PlacementDriver drive = drive(2, new Jbsq());
        drive.place("A", "B", "C", "D", "E", "F");
        assertEquals(2, drive.placement().signals().length(0), "E and F");
        assertEquals(2, drive.placement().signals().length(1));
        assertEquals(2, drive.placement().signals().length(2));
        assertEquals(List.of("A", "C"), drive.take(0), "the least occupied by turns");
        assertEquals(List.of("B", "D"), drive.take(1));
    }

    @Test
    void shouldNotOvertakeHandlesThatWaitCentrally() {
        PlacementDriver drive = drive(1, new Jbsq());
        drive.place("A", "B", "C");
        assertEquals(List.of("A", "B"), drive.take(0));
        drive.finish(0, 0);
        drive.finish(0, 0);
        drive.place("D");
        assertEquals(List.of("C", "D"), drive.take(0));
    }

    /**
     * A slot that a request has left is filled from the central queue at once, so the request in it is bound to that
     * worker.
     */
    @Test
    void shouldRefillTheSlotOfAWorkerWhenItTakes() {
        PlacementDriver drive = drive(2, new Jbsq());
        drive.place("A", "B", "C", "D", "E", "F");
        assertEquals("A", takeOne(drive, 0));
        drive.finish(0, 0);
        assertEquals("C", takeOne(drive, 0));
        assertEquals(1, drive.placement().signals().length(0), "F");
        assertEquals(1, drive.placement().signals().length(1), "E, bound to worker 0 while D waits for worker 1");
        drive.finish(0, 0);
        assertEquals("E", takeOne(drive, 0));
        assertEquals(0, drive.placement().signals().length(0));
        assertEquals(1, drive.placement().signals().length(1), "F");
    }

    @Test
    void shouldRefillTheLeastOccupiedWhenSomethingIsPlaced() {
        PlacementDriver drive = drive(2, new Jbsq());
        drive.place("A", "B", "C", "D", "E");
        assertEquals("A", takeOne(drive, 0));
        drive.finish(0, 0);
        drive.place("F");
        assertEquals(2, drive.placement().signals().length(1), "C, and E, which came before F");
        assertEquals(1, drive.placement().signals().length(0), "F");
    }

    private static String takeOne(PlacementDriver drive, int worker) {
        return PlacementDriver.request(drive.takeOne(worker, 1)).name();
    }

    @Test
    void shouldLetTheDispatcherHelpOnlyWhenItsSlackIsMoreThanATenthOfASlice() {
        assertEquals(10, Jbsq.SLACK_DIVISOR);
        PlacementDriver drive = drive(2, new Jbsq(2, 5_000));
        drive.place("A", "B", "C");
        assertEquals(List.of("A", "B"), drive.take(1));
        assertEquals(List.of("C"), drive.take(0), "5 µs of slack");
        drive.finish(0, 0);
        drive.place("D");
        nowNs[0] = 4_500;
        assertEquals(List.of(), drive.take(0), "the slice ends in 500 ns");
        nowNs[0] = 4_499;
        assertEquals(List.of("D"), drive.take(0));
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("jbsq bounds out of range: bound=0, dispatcherSliceNs=0",
                assertThrows(IllegalArgumentException.class, () -> new Jbsq(0, 0)).getMessage());
    }
}
