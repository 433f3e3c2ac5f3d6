package io.creel.sim.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadRangeTest {
    @Test
    void shouldReadExactlyTheLoadsThatAreWritten() {
        assertEquals(List.of(0.1, 0.2, 0.3, 0.4), LoadRange.parse("0.1..0.4/0.1").loads());
        assertEquals(List.of(0.5, 0.75), LoadRange.parse(".5..0.9/.25").loads());
        assertEquals(List.of(0.7), LoadRange.parse("0.7").loads());
        assertEquals(List.of(0.5, 0.9, 1.1), LoadRange.parse("0.5, 0.9, 1.1").loads());
        assertEquals(1_000, LoadRange.parse("0.001..1/0.001").loads().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "0.1..0.5", "0.1../0.1", "..0.5/0.1", "0,5", "-0.1", "1e-3", "0.1..0.5/"})
    void shouldListReadableFormsWhenATextCannotBeRead(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> LoadRange.parse(text)).getMessage();
        assertEquals(text.equals("0,5")
                ? "load must be above 0 and at most 4: load=0.0"
                : "loads cannot be read: text=" + text + ", known=0.1..0.95/0.05, 0.7, 0.5,0.7,0.9", message);
    }

    @Test
    void shouldRefuseLoadsOutOfRange() {
        refused("load must be above 0 and at most 4: load=5.0", "5");
        refused("load must be above 0 and at most 4: load=0.0", "0..0.5/0.1");
        refused("loads must ascend: load=0.5, before=0.7", "0.7,0.5");
        refused("loads must ascend in 1 to 1000 steps: text=0.5..0.1/0.1", "0.5..0.1/0.1");
        refused("loads must ascend in 1 to 1000 steps: text=0.1..1/0", "0.1..1/0");
        refused("loads must ascend in 1 to 1000 steps: text=0.1..4/0.000001", "0.1..4/0.000001");
    }

    private static void refused(String message, String text) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> LoadRange.parse(text)).getMessage());
    }
}
