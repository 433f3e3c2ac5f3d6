package io.creel.schedulers.where.snap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapTest {
    private final long[] nowNs = {0};

    private PlacementDriver drive(io.creel.schedulers.where.Where where) {
        return PlacementDriver.of(PlacementDriver.builder(2, nowNs).where(where), nowNs);
    }

    private static void place(PlacementDriver drive, int engine, String... names) {
        for (String name : names) {
            drive.place(PlacementDriver.handle(name, engine, 0));
        }
    }

    @Test
    void shouldPinEnginesAndLetThemShareTheirWorkerInTurnsWhenDedicating() {
        PlacementDriver drive = drive(new Dedicating(4, PlacementDriver::typeOf));
        place(drive, 0, "a", "A");
        place(drive, 2, "c");
        place(drive, 1, "b");
        assertEquals(List.of("c"), drive.take(0));
        assertEquals(List.of("a", "A"), drive.take(0));
        assertEquals(List.of(), drive.take(0), "engine 1 is not its");
        assertEquals(List.of("b"), drive.take(1));
    }

    @Test
    void shouldRunAnEngineOnOneWorkerAtATimeWhenSpreading() {
        PlacementDriver drive = drive(new Spreading(2, PlacementDriver::typeOf));
        place(drive, 0, "a");
        assertEquals(List.of("a"), drive.take(1), "any worker");
        place(drive, 0, "A");
        assertEquals(List.of(), drive.take(0), "worker 1 has the engine");
        assertEquals(List.of("A"), drive.take(1));
    }

    @Test
    void shouldWakeAnotherWorkerForTheRestWhenSpreading() {
        PlacementDriver drive = drive(new Spreading(2, PlacementDriver::typeOf));
        List<Integer> woken = new ArrayList<>();
        drive.placement().onWake(woken::add);
        place(drive, 1, "b");
        assertEquals(List.of("b"), drive.take(0));
        assertEquals(List.of(), drive.take(1));
        place(drive, 1, "B");
        assertEquals(List.of(), woken, "its engine runs");
        place(drive, 0, "a");
        assertEquals(List.of(1), woken);
        drive.take(0);
        assertEquals(2, woken.size(), "worker 0 went on with engine 0, so engine 1 needs another worker");
    }

    @Test
    void shouldKeepAllOnOneWorkerWhileDelaysAreLowWhenCompacting() {
        assertEquals(50_000, Compacting.DEFAULT_DELAY_TARGET_NS);
        Compacting where = new Compacting(3, PlacementDriver::typeOf, 50_000);
        PlacementDriver drive = drive(where);
        place(drive, 0, "a");
        place(drive, 1, "b");
        drive.at(0);
        drive.at(49_999);
        assertEquals(0, where.workerOf(1));
        assertEquals(List.of(), drive.take(1));
        assertEquals(List.of("b"), drive.take(0));
        assertEquals(List.of("a"), drive.take(0));
    }

    @Test
    void shouldScaleOutTheLateEngineAndWakeItsWorkerWhenCompacting() {
        Compacting where = new Compacting(3, PlacementDriver::typeOf, 50_000);
        PlacementDriver drive = drive(where);
        List<Integer> woken = new ArrayList<>();
        drive.placement().onWake(woken::add);
        drive.take(1);
        drive.at(0);
        place(drive, 2, "late");
        drive.at(50_000);
        assertEquals(1, where.workerOf(2));
        assertEquals(0, where.workerOf(0), "one engine moves, no more");
        assertEquals(List.of(1), woken);
        assertEquals(List.of("late"), drive.take(1));
    }

    @Test
    void shouldPackEnginesBackWhenLoadIsLowWhenCompacting() {
        Compacting where = new Compacting(2, PlacementDriver::typeOf, 50_000);
        PlacementDriver drive = drive(where);
        drive.at(0);
        place(drive, 1, "late");
        drive.at(50_000);
        assertEquals(1, where.workerOf(1));
        drive.take(1);
        drive.finish(1, 1_000);
        for (int look = 0; look < 2 * Compacting.LOAD_PERIODS; look++) {
            drive.at(nowNs[0] + Compacting.PERIOD_NS);
        }
        assertEquals(0, where.workerOf(1));
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("engines out of range: engines=0, least=1", assertThrows(IllegalArgumentException.class,
                () -> new Dedicating(0, PlacementDriver::typeOf)).getMessage());
        assertEquals("delay target out of range: delayTargetNs=0, least=1", assertThrows(IllegalArgumentException.class,
                () -> new Compacting(1, PlacementDriver::typeOf, 0)).getMessage());
    }
}
