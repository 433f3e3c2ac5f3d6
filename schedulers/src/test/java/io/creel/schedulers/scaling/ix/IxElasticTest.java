package io.creel.schedulers.scaling.ix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.ScalingDriver;
import org.junit.jupiter.api.Test;

class IxElasticTest {
    private final ScalingDriver looks = new ScalingDriver(new IxElastic(), 4, 4, 1);

    private int seconds(double seconds, double busy) {
        return looks.looks((int) Math.round(seconds * 1e9 / IxElastic.PERIOD_NS), busy);
    }

    @Test
    void shouldAddWhenTheLongestQueueIsAboveThirtyTwoAndNotTwiceWithinAFifthOfASecond() {
        assertEquals(100_000_000, IxElastic.PERIOD_NS * IxElastic.LOOKS);
        looks.lengths[2] = 33;
        assertEquals(1, seconds(0.2, 1), "0.19 s after the beginning, which counts as an addition");
        assertEquals(2, seconds(0.1, 1));
        assertEquals(2, seconds(0.1, 1), "0.1 s after");
        assertEquals(3, seconds(0.1, 1), "0.2 s after");
    }

    @Test
    void shouldNotAddForTheSumOfShortQueues() {
        looks.waiting(32);
        assertEquals(1, seconds(2, 1), "128 in all, and none longer than 32");
    }

    @Test
    void shouldGiveBackForTheAverageQueueAndNotForTheSum() {
        looks.active = 4;
        looks.waiting(7);
        assertEquals(4, seconds(4, 1));
        assertEquals(3, seconds(0.1, 1), "28 in all, and 7 on average");
        looks.waiting(11);
        assertEquals(3, seconds(8, 1), "44 over three workers");
    }

    @Test
    void shouldGiveBackOneAfterFourSecondsWithTooMuchIdleNow() {
        looks.active = 4;
        assertEquals(4, seconds(4, 4), "nothing idle for 4 s");
        assertEquals(3, seconds(0.1, 1), "idle now, and 4 s have passed");
        assertEquals(3, seconds(3.9, 1));
        assertEquals(2, seconds(0.1, 1));
    }

    @Test
    void shouldNotGiveBackWhenIdleTimeIsOnlyAFifthMoreThanOneShare() {
        looks.active = 4;
        assertEquals(4, seconds(10, 2.81), "1.19 of 4 idle, not more than 1.2 shares");
    }

    @Test
    void shouldNotAddWithinTwoSecondsOfGivingBack() {
        looks.active = 4;
        seconds(4.1, 1);
        assertEquals(3, looks.active);
        looks.waiting(1_000);
        assertEquals(3, seconds(1.9, 3), "1.9 s after");
        assertEquals(4, seconds(0.1, 3));
    }
}
