package io.creel.schedulers.sim.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
    void shouldRefuseWhatIsOutOfRange() {
        assertEquals("flows must be from 1 to 1048576: flows=0",
                assertThrows(IllegalArgumentException.class, () -> new Flows(0, 1)).getMessage());
        assertEquals("skew must be from 0 to 4: skew=-1.0",
                assertThrows(IllegalArgumentException.class, () -> new Flows(1, -1)).getMessage());
        assertEquals("skew must be from 0 to 4: skew=NaN",
                assertThrows(IllegalArgumentException.class, () -> new Flows(1, Double.NaN)).getMessage());
    }
}
