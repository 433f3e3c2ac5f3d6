package io.creel.schedulers.scaling.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.ScalingDriver;
import org.junit.jupiter.api.Test;

class WarmCoresTest {
    private final ScalingDriver looks = new ScalingDriver(new WarmCores(1), 4, 1, 1);

    @Test
    void shouldKeepOneMoreThanIsBusyAndComeBackAtOnce() {
        assertEquals(1, looks.look(0));
        looks.holding[0] = 1;
        assertEquals(2, looks.look(1));
        looks.holding[1] = 1;
        assertEquals(4, looks.waiting(2).look(2), "two that wait need one each");
        looks.holding[0] = 0;
        looks.holding[1] = 0;
        assertEquals(1, looks.waiting(0).look(0));
    }

    @Test
    void shouldRefuseLessThanNone() {
        assertEquals("warm cores out of range: warm=-1, least=0", org.junit.jupiter.api.Assertions
                .assertThrows(IllegalArgumentException.class, () -> new WarmCores(-1)).getMessage());
    }
}
