package io.creel.schedulers.where.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinuxTest {
    private final long[] nowNs = {0};

    @Test
    void shouldPollTheQueuesOfAWorkerByTurnsWithTheWeightOfNapi() {
        assertEquals(64, ThreadedNapi.WEIGHT);
        PlacementDriver drive = PlacementDriver
                .of(PlacementDriver.builder(2, nowNs).where(new ThreadedNapi(4, PlacementDriver::typeOf)), nowNs);
        for (int i = 0; i < 100; i++) {
            drive.place(PlacementDriver.handle("a", 0, 0));
        }
        drive.place(PlacementDriver.handle("c", 2, 0));
        drive.place(PlacementDriver.handle("b", 1, 0));
        assertEquals(List.of("c"), drive.take(0), "after 0 comes 2");
        assertEquals(64, drive.take(0).size());
        assertEquals(36, drive.take(0).size());
        assertEquals(List.of("b"), drive.take(1));
    }

    @Test
    void shouldEmptyACpumapRingEightAtATime() {
        assertEquals(8, Cpumap.BULK);
        PlacementDriver drive = PlacementDriver
                .of(PlacementDriver.builder(2, nowNs).where(new Cpumap(PlacementDriver::typeOf)), nowNs);
        for (int i = 0; i < 10; i++) {
            drive.place(PlacementDriver.handle("x", 1, 0));
        }
        assertEquals(List.of(), drive.take(0));
        assertEquals(8, drive.take(1).size());
        assertEquals(2, drive.take(1).size());
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("rx queues out of range: rxQueues=0, least=1", assertThrows(IllegalArgumentException.class,
                () -> new ThreadedNapi(0, PlacementDriver::typeOf)).getMessage());
    }
}
