package io.creel.sim.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.schedulers.where.hash.FlowHash;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowsTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "8, 0", "8, 1", "64, 1.2", "1000, 0.99"})
    void shouldDrawFlowsByZipfsLaw(int count, double skew) {
        Flows flows = new Flows(count, skew);
        Chance chance = new Chance(6, "flows");
        int draws = 1_000_000;
        int[] counts = new int[count];
        for (int i = 0; i < draws; i++) {
            counts[flows.draw(chance)]++;
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.pow(i + 1, -skew);
        }
        double chiSquared = 0;
        for (int i = 0; i < count; i++) {
            double expected = draws * Math.pow(i + 1, -skew) / sum;
            chiSquared += Math.pow(counts[i] - expected, 2) / expected;
        }
        int freedom = Math.max(1, count - 1);
        assertEquals(freedom, chiSquared, 5 * Math.sqrt(2.0 * freedom));
    }

    @Test
    void shouldRefuseValuesOutOfRange() {
        assertEquals("flows must be from 1 to 1048576: flows=0",
                assertThrows(IllegalArgumentException.class, () -> new Flows(0, 1)).getMessage());
        assertEquals("skew must be from 0 to 4: skew=-1.0",
                assertThrows(IllegalArgumentException.class, () -> new Flows(1, -1)).getMessage());
        assertEquals("skew must be from 0 to 4: skew=NaN",
                assertThrows(IllegalArgumentException.class, () -> new Flows(1, Double.NaN)).getMessage());
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
