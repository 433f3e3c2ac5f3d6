package io.creel.schedulers.where.fraction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FractionsTest {
    private final long[] nowNs = {0};

    private PlacementDriver drive(int... percents) {
        return PlacementDriver
                .of(PlacementDriver.builder(2, nowNs).where(new Fractions(PlacementDriver::typeOf, percents)), nowNs);
    }

    private String serve(PlacementDriver drive, int count) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            drive.at(nowNs[0] + 1);
            names.append(PlacementDriver.request(drive.takeOne(0)).name());
            drive.finish(0, 1);
        }
        return names.toString();
    }

    @Test
    void shouldGiveEveryFourthSlotToAQuarter() {
        PlacementDriver drive = drive(25, 0);
        for (int i = 0; i < 9; i++) {
            drive.place(PlacementDriver.handle("l", 1, 0));
        }
        drive.at(10);
        for (int i = 0; i < 3; i++) {
            drive.place(PlacementDriver.handle("s", 0, 0));
        }
        String served = serve(drive, 12);
        for (int quarter = 0; quarter < 12; quarter += 4) {
            assertEquals(1, served.substring(quarter, quarter + 4).chars().filter(name -> name == 's').count(), served);
        }
    }

    @Test
    void shouldServeTheLongestWaitingHandleInAnUnusedSlot() {
        PlacementDriver drive = drive(50, 50);
        drive.place(PlacementDriver.handle("l", 1, 0));
        drive.place(PlacementDriver.handle("L", 1, 0));
        assertEquals("lL", serve(drive, 2), "nothing idles");
    }

    @Test
    void shouldKeepTheStatedPartInEveryHundredSlots() {
        PlacementDriver drive = drive(30, 70);
        for (int i = 0; i < 300; i++) {
            drive.place(PlacementDriver.handle("a", 0, 0));
            drive.place(PlacementDriver.handle("b", 1, 0));
        }
        String served = serve(drive, 300);
        for (int at = 0; at + Fractions.SLOTS <= served.length(); at++) {
            assertEquals(30, served.substring(at, at + 100).chars().filter(name -> name == 'a').count());
        }
    }

    @Test
    void shouldRefusePartsOutOfRange() {
        assertEquals("reserved parts out of range: percents=[60, 50], most=100",
                assertThrows(IllegalArgumentException.class, () -> drive(60, 50)).getMessage());
        assertEquals("reserved parts out of range: percents=[-1], most=100",
                assertThrows(IllegalArgumentException.class, () -> drive(-1)).getMessage());
    }
}
