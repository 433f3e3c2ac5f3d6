package io.creel.schedulers.where.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.placement.Drive;
import io.creel.schedulers.sim.load.Chance;
import io.creel.schedulers.sim.load.Flows;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class FlowHashTest {
    private final long[] nowNs = {0};
    private final Drive drive = Drive.of(Drive.builder(4, nowNs)
            .where(new FlowHash(handle -> Drive.request(handle).flow())), nowNs);

    @Test
    void shouldKeepAFlowOnOneWorkerAndInOrder() {
        drive.place(Drive.handle("A", 0, 7));
        drive.place(Drive.handle("B", 0, 7));
        drive.place(Drive.handle("C", 0, 7));
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

    /** Max ÷ mean of 512 flows on 16 workers, over 200 maps: 1.32 for a random map, 1.03 for consecutive numbers. */
    @Test
    void shouldSpreadFlowsAsARandomMapDoesWhenTheirKeysAreDrawn() {
        double sum = 0;
        Chance maps = new Chance(1, "maps");
        for (int map = 0; map < 200; map++) {
            long drawn = maps.nextLong();
            sum += maxOverMean(flow -> Flows.key(flow, drawn));
        }
        assertEquals(1.32, sum / 200, 0.03);
        assertEquals(1.03, maxOverMean(flow -> flow), 0.005, "why numbers are no keys");
    }

    private static double maxOverMean(IntToLongFunction keyOf) {
        int[] flows = new int[16];
        for (int flow = 0; flow < 512; flow++) {
            flows[FlowHash.bucket(keyOf.applyAsLong(flow), flows.length)]++;
        }
        return Arrays.stream(flows).max().getAsInt() / (512.0 / flows.length);
    }
}
