package io.creel.cli.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.sim.load.Chance;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedSpreadTest {
    @Test
    void shouldGiveTheMeanAndStudentsInterval() {
        SeedSpread spread = SeedSpread.of(1, 2, 3, 4);
        assertEquals(2.5, spread.mean());
        assertEquals(3.182 * Math.sqrt(5.0 / 3 / 4), spread.halfWidth(), 1e-9);
        assertEquals(1.0, SeedSpread.of(1).mean());
        assertTrue(Double.isNaN(SeedSpread.of(1).halfWidth()));
        assertTrue(Double.isInfinite(SeedSpread.of(1, Double.POSITIVE_INFINITY).mean()));
    }

    /** The interval of 16 runs covers the true mean in 95 of 100 cases. */
    @Test
    void shouldCoverTheTrueMeanAsOftenAsItSays() {
        Chance chance = new Chance(1, "spread");
        int covered = 0;
        for (int i = 0; i < 10_000; i++) {
            double[] values = new double[16];
            for (int k = 0; k < values.length; k++) {
                for (int n = 0; n < 12; n++) {
                    values[k] += chance.nextDouble(); // nearly a normal distribution, mean 6
                }
            }
            SeedSpread spread = SeedSpread.of(values);
            covered += Math.abs(spread.mean() - 6) <= spread.halfWidth() ? 1 : 0;
        }
        assertEquals(0.95, covered / 1e4, 0.01);
    }

    @Test
    void shouldJudgeTheMeanOfARowAndKeepARemarkOnlyWhenItIsOff() {
        ExperimentRow good = ExperimentRow.of("x", "us", 100, 110);
        ExperimentRow bad = ExperimentRow.of("x", "us", 100, 140).because("a reason");
        assertTrue(ExperimentRow.over(List.of(good, good, bad)).remark().equals("a reason"));
        assertFalse(ExperimentRow.over(List.of(good, good, bad)).isWithin());
        assertTrue(ExperimentRow.over(List.of(good, ExperimentRow.of("x", "us", 100, 116))).isWithin());
        assertEquals("", ExperimentRow.over(List.of(good, ExperimentRow.of("x", "us", 100, 116))).remark());
        assertTrue(ExperimentRow
                .over(List.of(ExperimentRow.atMost("x", "", 1, 0.5), ExperimentRow.atMost("x", "", 1, 1.4)))
                .isWithin());
    }
}
