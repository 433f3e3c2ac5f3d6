package io.creel.schedulers.scaling.tas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.Looks;
import org.junit.jupiter.api.Test;

class TasTest {
    private final Looks looks = new Looks(new Tas(), 4, 1, 2);

    @Test
    void shouldAddBelowAFifthOfACoreIdleAndHoldOffForTenRounds() {
        assertEquals(10_000_000, Tas.PERIOD_NS);
        looks.look(0);
        assertEquals(3, looks.look(1.9));
        assertEquals(3, looks.looks(10, 3), "held off");
        assertEquals(4, looks.look(3));
    }

    @Test
    void shouldGiveBackAboveOneAndAQuarterIdle() {
        looks.look(0);
        assertEquals(2, looks.look(0.75), "exactly 1.25");
        assertEquals(1, looks.look(0.5), "7/8 of 1.25 and 1/8 of 1.5: 1.28");
    }

    @Test
    void shouldAverageSevenEighthsOfTheOld() {
        looks.active = 3;
        looks.look(0);
        assertEquals(3, looks.look(2), "1 idle");
        assertEquals(3, looks.look(0), "7/8 + 3/8 = 1.25 idle");
        assertEquals(2, looks.look(0), "1.47 idle");
    }
}
