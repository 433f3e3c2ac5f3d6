package io.creel.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatiosTest {
    private static final Map<String, String> SMALL = Map.of("coroutines", "1000");
    private static final Map<String, String> LARGE = Map.of("coroutines", "100000");

    @Test
    void shouldDivideByTheBaselineOfTheSameParametersAndRound() {
        List<Row> rows = Ratios.rows("switch", "bare",
                List.of(new Sample("bare", SMALL, 0, 100, 0), new Sample("creel", SMALL, 0, 110, 0),
                        new Sample("bare", LARGE, 0, 200, 0), new Sample("creel", LARGE, 0, 230, 0),
                        new Sample("bare", SMALL, 1, 300, 0), new Sample("creel", SMALL, 1, 330, 0),
                        new Sample("bare", LARGE, 1, 100, 0), new Sample("creel", LARGE, 1, 125, 0)));
        assertEquals(List.of("bare", "creel", "bare", "creel"), rows.stream().map(Row::peer).toList());
        assertEquals(1.1, rows.get(1).ratioToBaseline(), 1e-9, "a slow round hits both");
        assertEquals(0, rows.get(1).ratioNoisePercent(), 1e-9);
        assertEquals(50, rows.get(1).noisePercent(), 1e-9, "110 to 330 around 220");
        assertEquals(1.2, rows.get(3).ratioToBaseline(), 1e-9, "the median of 1.15 and 1.25");
        assertEquals(2, rows.get(3).rounds());
    }

    @Test
    void shouldCompareBytesWhenTimeIsNotTheQuestion() {
        List<Row> rows = Ratios.rows("memory", "bare",
                List.of(new Sample("bare", SMALL, 0, Double.NaN, 200), new Sample("creel", SMALL, 0, Double.NaN, 300)));
        assertEquals(1.5, rows.get(1).ratioToBaseline(), 1e-9);
        assertEquals(Double.NaN, rows.get(1).nsPerOp());
    }

    @Test
    void shouldNameTheMissingBaseline() {
        IllegalStateException e = assertThrows(IllegalStateException.class,
                () -> Ratios.rows("switch", "bare",
                        List.of(new Sample("bare", LARGE, 0, 100, 0), new Sample("creel", SMALL, 0, 110, 0))));
        assertEquals("no baseline: benchmark=switch, baseline=bare, peer=creel, params={coroutines=1000}, round=0",
                e.getMessage());
    }
}
