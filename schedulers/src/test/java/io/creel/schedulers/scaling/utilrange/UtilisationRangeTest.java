package io.creel.schedulers.scaling.utilrange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.ScalingDriver;
import org.junit.jupiter.api.Test;

class UtilisationRangeTest {
    private final ScalingDriver looks = new ScalingDriver(new UtilisationRange(), 4, 1, 2);

    @Test
    void shouldKeepUtilisationBetweenThreeQuartersAndNineteenTwentieths() {
        assertEquals(5_000, UtilisationRange.PERIOD_NS);
        assertEquals(2, looks.look(0), "the first look has seen nothing yet");
        assertEquals(2, looks.look(1.9), "exactly 95 %");
        assertEquals(3, looks.look(1.92));
        looks.idle[2] = true;
        assertEquals(3, looks.look(2), "held off");
        assertEquals(3, looks.look(2.28), "76 %");
        assertEquals(2, looks.look(2.25), "exactly 75 %");
        assertEquals(2, looks.look(2), "held off");
        assertEquals(3, looks.look(2));
    }

    @Test
    void shouldNotGiveBackABusyOne() {
        looks.look(0);
        assertEquals(2, looks.looks(5, 1));
        looks.idle[1] = true;
        assertEquals(1, looks.look(1));
    }
}
