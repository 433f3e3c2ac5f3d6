package io.creel.schedulers.where.shortest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortestQueueTest {
    private final long[] nowNs = {0};

    @Test
    void shouldJoinTheShortestQueueWhenRunningHandlesCount() {
        PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(2, nowNs).where(new ShortestQueue()), nowNs);
        drive.place("A");
        assertEquals(List.of("A"), drive.take(0));
        drive.place("B", "C");
        assertEquals(1, drive.placement().signals().length(1), "B, because A runs on 0");
        assertEquals(1, drive.placement().signals().length(0), "C, a tie");
    }

    @Test
    void shouldBreakTiesByQuantaServed() {
        PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(3, nowNs).where(new ShortestQueue()), nowNs);
        drive.place("A", "B");
        drive.take(1);
        drive.finish(1, 10);
        drive.take(0);
        drive.finish(0, 10);
        drive.place("C");
        assertEquals(List.of("C"), drive.take(0), "0 and 1 have served one each, 2 none");
        drive.finish(0, 10);
        drive.place("D");
        assertEquals(1, drive.placement().signals().length(0), "0 has served two");
    }

    @Test
    void shouldTakeTheShorterOfTwoDrawn() {
        int[] draws = {0, 1, 2, 0, 0, 0};
        int[] at = {0};
        java.util.random.RandomGenerator random = new java.util.random.RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("only bounded numbers are drawn");
            }

            @Override
            public int nextInt(int bound) {
                int drawn = draws[at[0]++];
                assertTrue(drawn < bound);
                return drawn;
            }
        };
        PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(3, nowNs).where(new TwoChoices(random)),
                nowNs);
        drive.place("A");
        assertEquals(1, drive.placement().signals().length(0), "0 and 2 drawn, both empty: the first");
        drive.place("B");
        assertEquals(1, drive.placement().signals().length(2), "2 and 0 drawn: 2 is shorter");
        drive.place("C");
        assertEquals(1, drive.placement().signals().length(1), "0 and 1 drawn: 1 is shorter");
    }

    @Test
    void shouldDrawNothingWhenThereIsNoChoice() {
        PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(1, nowNs).where(new TwoChoices(() -> {
            throw new AssertionError("nothing to draw");
        })), nowNs);
        drive.place("A");
        assertEquals(List.of("A"), drive.take(0));
    }
}
