package io.creel.schedulers.scaling.tas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.ScalingDriver;
import org.junit.jupiter.api.Test;

class TasTest {
    private final ScalingDriver looks = new ScalingDriver(new Tas(), 4, 1, 2);

    private void begin(double busy) {
        looks.look(0);
        looks.looks(Tas.HOLD_OFF_ROUNDS - 1, busy);
    }

    @Test
    void shouldAddBelowAFifthOfACoreIdleInTheTenthRound() {
        assertEquals(10_000_000, Tas.PERIOD_NS);
        begin(1.9);
        assertEquals(2, looks.active, "held off at first");
        assertEquals(3, looks.look(1.9));
        assertEquals(3, looks.looks(9, 3.5), "held off");
        assertEquals(4, looks.look(3.5));
    }

    @Test
    void shouldGiveBackAboveOneAndAQuarterIdle() {
        begin(0.75);
        assertEquals(2, looks.look(0.75), "exactly 1.25");
        assertEquals(1, looks.look(0.5));
    }

    /** The average is of busy time, so a change of the number of workers counts at once. */
    @Test
    void shouldSubtractTheAverageOfBusyTimeFromThePresentWorkers() {
        begin(2);
        looks.active = 4;
        assertEquals(3, looks.look(2), "2 idle");
    }

    @Test
    void shouldAverageSevenEighthsOfTheOld() {
        looks.active = 3;
        begin(2);
        looks.looks(200, 2);
        assertEquals(3, looks.active, "1 idle");
        assertEquals(3, looks.look(0.008), "2 - 0.249 busy: 1.249 idle");
        assertEquals(2, looks.look(1.7), "1.746 busy: 1.254 idle");
    }
}
