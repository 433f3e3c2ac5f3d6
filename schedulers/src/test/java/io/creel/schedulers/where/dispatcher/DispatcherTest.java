package io.creel.schedulers.where.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private final long[] nowNs = {0};

    @Test
    void shouldGiveRequestsToAllButTheDispatcher() {
        PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(3, nowNs).where(new Dispatcher()), nowNs);
        drive.place("A", "B");
        assertEquals(List.of(), drive.take(0));
        assertEquals(List.of("A"), drive.take(2), "one at a time");
        assertEquals(List.of("B"), drive.take(1));
    }

    @Test
    void shouldWakeAWorkerAndNeverTheDispatcher() {
        PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(2, nowNs).where(new Dispatcher()), nowNs);
        List<Integer> woken = new ArrayList<>();
        drive.placement().onWake(woken::add);
        drive.take(0);
        drive.place("A");
        assertEquals(List.of(), woken, "the dispatcher is idle, and would do nothing");
        drive.take(1);
        drive.take(1);
        drive.place("B");
        assertEquals(List.of(1), woken);
    }

    @Test
    void shouldDoBothWhenAlone() {
        PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(1, nowNs).where(new Dispatcher()), nowNs);
        drive.place("A");
        assertEquals(List.of("A"), drive.take(0));
    }
}
