package io.creel.schedulers.where.darc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DarcTest {
    private static final int SHORT = 0;
    private static final int LONG = 1;

    private final long[] nowNs = {0};

    /** High bimodal: half take 1 µs, half take 100 µs; a window of four. */
    private PlacementDriver profiled(Darc darc, int workers) {
        PlacementDriver drive = PlacementDriver
                .of(PlacementDriver.builder(workers, nowNs).where(darc).types(2, PlacementDriver::typeOf), nowNs);
        drive.at(0);
        for (int type : new int[]{SHORT, LONG, SHORT, LONG}) {
            drive.place(PlacementDriver.handle("p", type, 0));
            drive.takeOne(0);
            drive.finish(0, type == SHORT ? 1_000 : 100_000);
        }
        return drive;
    }

    @Test
    void shouldServeTheLongestWaitingHandleUntilAWindowIsFull() {
        assertEquals(50_000, Darc.WINDOW);
        PlacementDriver drive = PlacementDriver
                .of(PlacementDriver.builder(2, nowNs).where(new Darc(2, PlacementDriver::typeOf)), nowNs);
        drive.place(PlacementDriver.handle("long", LONG, 0));
        drive.take(1);
        drive.finish(1, 10);
        drive.place(PlacementDriver.handle("first", LONG, 0));
        drive.at(100_000);
        drive.place(PlacementDriver.handle("second", SHORT, 0));
        drive.at(200_000);
        assertEquals(List.of("first"), drive.take(0));
        assertEquals(List.of("second"), drive.take(1));
    }

    @Test
    void shouldKeepAWorkerForShortRequests() {
        Darc darc = new Darc(2, PlacementDriver::typeOf, 4);
        PlacementDriver drive = profiled(darc, 4);
        drive.at(400_000);
        assertEquals(1, darc.reservedFor(SHORT), "demand 0.04, at least one");
        assertEquals(3, darc.reservedFor(LONG));
        drive.place(PlacementDriver.handle("long", LONG, 0));
        assertEquals(List.of(), drive.take(0), "reserved for short ones");
        assertEquals(List.of("long"), drive.take(3));
        drive.place(PlacementDriver.handle("long", LONG, 0));
        drive.place(PlacementDriver.handle("short", SHORT, 0));
        assertEquals(List.of("short"), drive.take(2), "short ones may use the workers of longer groups, and go first");
        assertEquals(List.of("long"), drive.take(2));
    }

    @Test
    void shouldReserveAnewOnlyWhenADelayTargetIsMissedAndDemandHasMoved() {
        Darc darc = new Darc(2, PlacementDriver::typeOf, 4);
        PlacementDriver drive = profiled(darc, 10);
        drive.at(400_000);
        assertEquals(1, darc.reservedFor(SHORT));
        for (int i = 0; i < 4; i++) {
            drive.place(PlacementDriver.handle("s", SHORT, 0));
            drive.takeOne(0);
            drive.finish(0, 100_000);
        }
        drive.at(900_000);
        assertEquals(1, darc.reservedFor(SHORT), "the window is full, but nothing waits");
        drive.place(PlacementDriver.handle("waits", SHORT, 0));
        drive.at(900_000 + 1_000_000);
        assertEquals(1, darc.reservedFor(SHORT), "exactly ten mean service times");
        drive.at(900_000 + 1_100_001);
        assertEquals(10, darc.reservedFor(SHORT), "only short ones are left");
    }

    @Test
    void shouldGiveUnknownTypesToTheLastWorker() {
        PlacementDriver drive = profiled(new Darc(2, PlacementDriver::typeOf, 4), 4);
        drive.at(400_000);
        drive.place(PlacementDriver.handle("?", 99, 0));
        assertEquals(List.of(), drive.take(2));
        assertEquals(List.of("?"), drive.take(3));
    }

    @Test
    void shouldGroupTypesWithinAFifthOfTheFirst() {
        Reservation reservation = Reservation.of(new long[]{10, 10, 10}, new long[]{1_000, 1_200, 1_210}, 4);
        assertEquals(0, reservation.groupOf[0]);
        assertEquals(0, reservation.groupOf[1], "120 is within 0.2 of 100");
        assertEquals(1, reservation.groupOf[2], "121 is not");
        assertEquals(0.2, Reservation.SIMILARITY);
    }

    @Test
    void shouldRoundDemandAsTheSourceDoes() {
        assertEquals(1, Reservation.rounded(0.3));
        assertEquals(1, Reservation.rounded(1.5));
        assertEquals(2, Reservation.rounded(1.51));
        assertEquals(3, Reservation.rounded(3));
    }

    @Test
    void shouldCountDemandAsMovedOnlyWhenItMovedByMoreThanATenth() {
        Reservation before = Reservation.of(new long[]{100, 100}, new long[]{1_000, 9_000}, 10);
        assertFalse(Reservation.of(new long[]{100, 100}, new long[]{1_090, 8_910}, 10).movedFrom(before, 0.1));
        assertTrue(Reservation.of(new long[]{100, 100}, new long[]{1_110, 8_890}, 10).movedFrom(before, 0.1));
        assertEquals(0.1, Darc.DEMAND_CHANGE);
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("darc bounds out of range: types=0, window=1",
                assertThrows(IllegalArgumentException.class, () -> new Darc(0, PlacementDriver::typeOf, 1))
                        .getMessage());
    }
}
