package io.creel.sim.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChanceTest {
    private static final int DRAWS = 1_000_000;

    /** The bytes are part of the contract: a change would change every report. */
    @Test
    void shouldGiveTheSameNumbersForEver() {
        Chance chance = new Chance(1, "arrivals");
        assertEquals("604516942ed7a564 61c812b1091f73d3 1.3325 1",
                Long.toHexString(chance.nextLong()) + " " + Long.toHexString(chance.nextLong()) + " "
                        + String.format("%.4f", chance.nextExponential()) + " " + chance.nextInt(10));
    }

    @Test
    void shouldGiveIndependentStreams() {
        Chance one = new Chance(1, "arrivals");
        Chance other = new Chance(1, "service");
        Chance again = new Chance(1, "arrivals");
        double correlation = 0;
        for (int i = 0; i < DRAWS; i++) {
            double a = one.nextDouble();
            assertEquals(a, again.nextDouble());
            correlation += (a - 0.5) * (other.nextDouble() - 0.5) * 12 / DRAWS;
        }
        assertEquals(0, correlation, 5 / Math.sqrt(DRAWS));
        assertNotEquals(new Chance(1, "a").nextLong(), new Chance(2, "a").nextLong());
    }

    /** Kolmogorov and Smirnov: 1.95 / sqrt(n) is passed once in a thousand seeds, and this seed is fixed. */
    @Test
    void shouldDrawExponentialNumbersFromTheExponentialDistribution() {
        Chance chance = new Chance(3, "exponential");
        double[] draws = new double[DRAWS];
        Arrays.setAll(draws, i -> chance.nextExponential());
        Arrays.sort(draws);
        double worst = 0;
        for (int i = 0; i < DRAWS; i++) {
            double exact = -Math.expm1(-draws[i]);
            worst = Math.max(worst, Math.max(Math.abs(exact - (double) i / DRAWS),
                    Math.abs(exact - (double) (i + 1) / DRAWS)));
        }
        assertTrue(worst < 1.95 / Math.sqrt(DRAWS), "distance " + worst);
        assertTrue(draws[DRAWS - 1] > 10, "the tail beyond the last layer is drawn from: " + draws[DRAWS - 1]);
    }

    @Test
    void shouldDrawEveryNumberBelowABoundEquallyOften() {
        Chance chance = new Chance(4, "bounded");
        int[] counts = new int[7];
        for (int i = 0; i < DRAWS; i++) {
            counts[chance.nextInt(7)]++;
        }
        double chiSquared = Arrays.stream(counts)
                .mapToDouble(count -> Math.pow(count - DRAWS / 7.0, 2) / (DRAWS / 7.0)).sum();
        assertTrue(chiSquared < 22.5, "chi squared with 6 degrees of freedom: " + chiSquared);
        assertEquals("bound must be at least 1: bound=0",
                assertThrows(IllegalArgumentException.class, () -> chance.nextInt(0)).getMessage());
    }
}
