package io.creel.sim.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NumberTextTest {
    @Test
    void shouldRefuseADurationOfZero() {
        assertEquals(500, NumberText.positiveNs("0.5us"));
        assertEquals("duration must be at least 1 ns: text=0",
                assertThrows(IllegalArgumentException.class, () -> NumberText.positiveNs("0")).getMessage());
    }
}
