package io.creel.schedulers.scaling.delayrange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.ScalingDriver;
import org.junit.jupiter.api.Test;

class DelayRangeTest {
    private final ScalingDriver looks = new ScalingDriver(new DelayRange(), 4, 2, 2);

    @Test
    void shouldAddAtFourMicrosecondsAndHoldOffForOneInterval() {
        assertEquals(3, looks.delayed(4_000).look(1));
        assertEquals(3, looks.look(1), "held off");
        assertEquals(4, looks.look(1));
    }

    @Test
    void shouldGiveBackAnIdleOneAtOneMicrosecond() {
        looks.idle[1] = true;
        assertEquals(1, looks.delayed(1_000).look(1));
        looks.active = 2;
        assertEquals(2, looks.look(1), "held off");
        assertEquals(1, looks.look(1));
    }

    @Test
    void shouldNotGiveBackABusyOne() {
        assertEquals(2, looks.delayed(0).looks(5, 2));
        looks.idle[0] = true;
        assertEquals(2, looks.looks(5, 1), "the last one works");
    }

    @Test
    void shouldStayBetweenTheBounds() {
        assertEquals(2, looks.delayed(1_001).looks(5, 1));
        assertEquals(2, looks.delayed(3_999).looks(5, 1));
    }

    @Test
    void shouldNotHoldOffForAChangeThatWasImpossible() {
        looks.active = 4;
        looks.idle[3] = true;
        assertEquals(4, looks.delayed(4_000).look(1));
        assertEquals(3, looks.delayed(0).look(1));
    }
}
