package io.creel.schedulers.where.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowHashTest {
    private final long[] nowNs = {0};
    private final PlacementDriver drive = PlacementDriver.of(PlacementDriver.builder(4, nowNs)
            .where(new FlowHash(handle -> PlacementDriver.request(handle).flow())), nowNs);

    @Test
    void shouldKeepAFlowOnOneWorkerAndInOrder() {
        drive.place(PlacementDriver.handle("A", 0, 7));
        drive.place(PlacementDriver.handle("B", 0, 7));
        drive.place(PlacementDriver.handle("C", 0, 7));
        int worker = FlowHash.bucket(7, 4);
        for (int other = 0; other < 4; other++) {
            assertEquals(other == worker ? List.of("A", "B", "C") : List.of(), drive.take(other));
        }
    }

    @Test
    void shouldSpreadConsecutiveFlowsEvenly() {
        int[] flows = new int[4];
        for (int flow = 0; flow < 4_000; flow++) {
            flows[FlowHash.bucket(flow, 4)]++;
        }
        for (int count : flows) {
            assertTrue(count > 900 && count < 1_100, "of 1,000 each: " + count);
        }
    }
}
