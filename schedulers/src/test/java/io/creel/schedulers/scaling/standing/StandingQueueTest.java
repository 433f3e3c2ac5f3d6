package io.creel.schedulers.scaling.standing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.schedulers.scaling.ScalingDriver;
import org.junit.jupiter.api.Test;

class StandingQueueTest {
    private final ScalingDriver looks = new ScalingDriver(new StandingQueue(), 4, 2, 1);

    @Test
    void shouldAddOneWhenTheSameHeadWasThereAtTheLastLook() {
        assertEquals(5_000, StandingQueue.DEFAULT_PERIOD_NS);
        looks.delaysNs[1] = 4_999;
        assertEquals(1, looks.look(1));
        looks.delaysNs[1] = 5_000;
        assertEquals(2, looks.look(1));
        assertEquals(3, looks.look(1), "still there: one more each time");
    }

    @Test
    void shouldLookWithThePeriodOfTheCaller() {
        StandingQueue seldom = new StandingQueue(100_000);
        assertEquals(100_000, seldom.periodNs());
        ScalingDriver looks = new ScalingDriver(seldom, 4, 2, 1);
        looks.delaysNs[1] = 99_999;
        assertEquals(1, looks.look(1));
        looks.delaysNs[1] = 100_000;
        assertEquals(2, looks.look(1));
        assertEquals("standing queue period out of range: periodNs=0, least=1",
                assertThrows(IllegalArgumentException.class, () -> new StandingQueue(0)).getMessage());
    }

    @Test
    void shouldGiveBackTheLastOnesThatHaveLookedInVain() {
        looks.active = 4;
        looks.idle[0] = true;
        assertEquals(4, looks.look(0), "the last one works");
        looks.idle[3] = true;
        looks.idle[2] = true;
        assertEquals(2, looks.look(0));
        looks.idle[1] = true;
        assertEquals(1, looks.looks(5, 0), "never the first");
    }
}
