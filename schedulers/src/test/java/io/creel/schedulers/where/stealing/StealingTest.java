package io.creel.schedulers.where.stealing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StealingTest {
    private final long[] nowNs = {0};
    private final PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(3, nowNs).where(new Stealing()),
            nowNs);

    private void placeBy(int worker, String... names) {
        for (String name : names) {
            assertTrue(drive.placement().place(PlacementDriver.handle(name, 0, 0), worker));
        }
    }

    @Test
    void shouldStealHalfOfTheDifferenceInOrder() {
        placeBy(1, "A", "B", "C", "D", "E");
        assertEquals(List.of("A", "B", "C"), drive.take(0), "half of five, rounded up, oldest first");
        assertEquals(List.of("D", "E"), drive.take(1), "the owner keeps the rest");
    }

    @Test
    void shouldTakeItsOwnBeforeItSteals() {
        placeBy(1, "theirs");
        placeBy(0, "own");
        assertEquals(List.of("own"), drive.take(0));
        assertEquals(List.of("theirs"), drive.take(0));
    }

    @Test
    void shouldStartAtTheLastVictim() {
        placeBy(2, "A");
        assertEquals(List.of("A"), drive.take(0));
        placeBy(1, "B");
        placeBy(2, "C");
        assertEquals(List.of("C"), drive.take(0), "2 was robbed last");
        assertEquals(List.of("B"), drive.take(0));
    }

    @Test
    void shouldPlaceByTurnsFromOutsideAndWakeAThiefWhenTheOwnerIsBusy() {
        List<Integer> woken = new ArrayList<>();
        drive.placement().onWake(woken::add);
        assertEquals(List.of(), drive.take(2));
        drive.place("to 0");
        assertEquals(List.of(2), woken, "0 is not idle, 2 is");
        assertEquals(1, drive.placement().signals().length(0));
        drive.place("to 1");
        assertEquals(1, drive.placement().signals().length(1));
    }
}
