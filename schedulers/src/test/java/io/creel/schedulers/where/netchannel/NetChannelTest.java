package io.creel.schedulers.where.netchannel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetChannelTest {
    private final long[] nowNs = {0};
    private final PlacementDriver drive = PlacementDriver.of(
            PlacementDriver.builder(2, nowNs).where(new Compact(handle -> PlacementDriver.request(handle).bytes())),
            nowNs);

    private void place(int count, int byWorker) {
        for (int i = 0; i < count; i++) {
            Coroutine message = PlacementDriver.handle(new PlacementDriver.Request("m", 0, 0, 0, 64 * 1024));
            assertTrue(drive.placement().place(message, byWorker));
        }
    }

    @Test
    void shouldFillTheFirstQueueBeforeTheSecond() {
        assertEquals(655_360, Compact.FULL_BYTES);
        place(10, -1);
        assertEquals(10, drive.placement().signals().length(0));
        place(1, -1);
        assertEquals(1, drive.placement().signals().length(1));
    }

    @Test
    void shouldRunItOnThePlacingWorkerWhenAllAreFull() {
        place(20, -1);
        place(1, 1);
        assertEquals(11, drive.placement().signals().length(1));
    }

    @Test
    void shouldCountARunningHandleUntilItHasFinished() {
        place(10, -1);
        assertEquals(10, drive.takeHandles(0).size());
        place(1, -1);
        assertEquals(1, drive.placement().signals().length(1), "ten are still outstanding");
        drive.finish(0, 1);
        place(1, -1);
        assertEquals(1, drive.placement().signals().length(0));
    }

    @Test
    void shouldTakeTurnsUnderRoundRobin() {
        PlacementDriver turns = roundRobin(2);
        turns.place("A", "B", "C");
        assertEquals(List.of("A", "C"), turns.take(0));
        assertEquals(List.of("B"), turns.take(1));
    }

    @Test
    void shouldPassOverTheWorkerThatAsksUnderRoundRobin() {
        PlacementDriver turns = roundRobin(3);
        for (int i = 0; i < 4; i++) {
            assertTrue(turns.placement().place(message(1), 0));
        }
        assertEquals(List.of(0, 2, 2), lengths(turns, 3));
    }

    @Test
    void shouldPassOverFullQueuesUnderRoundRobin() {
        PlacementDriver turns = roundRobin(2);
        assertTrue(turns.placement().place(message(Compact.FULL_BYTES), -1));
        assertTrue(turns.placement().place(message(1), -1));
        assertTrue(turns.placement().place(message(1), -1));
        assertEquals(List.of(1, 2), lengths(turns, 2), "the first is full");
        assertTrue(turns.placement().place(message(1), 1));
        assertEquals(List.of(1, 3), lengths(turns, 2), "nothing else is left to the second than its own queue");
    }

    private PlacementDriver roundRobin(int workers) {
        return PlacementDriver.of(
                PlacementDriver.builder(workers, nowNs)
                        .where(new RoundRobin(handle -> PlacementDriver.request(handle).bytes())),
                nowNs);
    }

    private static Coroutine message(long bytes) {
        return PlacementDriver.handle(new PlacementDriver.Request("m", 0, 0, 0, bytes));
    }

    private static List<Integer> lengths(PlacementDriver drive, int workers) {
        return IntStream.range(0, workers).mapToObj(drive.placement().signals()::length).toList();
    }
}
