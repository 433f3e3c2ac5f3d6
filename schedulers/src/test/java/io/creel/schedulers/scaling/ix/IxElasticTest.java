package io.creel.schedulers.scaling.ix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.Looks;
import org.junit.jupiter.api.Test;

class IxElasticTest {
    private final Looks looks = new Looks(new IxElastic(), 4, 1, 1);

    @Test
    void shouldAddOnceTheFastAverageIsAboveThirtyTwoAndNotTwiceWithinAFifthOfASecond() {
        looks.waiting(40);
        assertEquals(1, looks.looks(2, 1), "averages 20 and 30");
        assertEquals(2, looks.look(1), "35");
        assertEquals(2, looks.look(1), "0.1 s after");
        assertEquals(3, looks.look(1), "0.2 s after");
    }

    @Test
    void shouldGiveBackOneAfterFourSecondsWithTooMuchIdle() {
        looks.active = 4;
        looks.look(1);
        assertEquals(4, looks.looks(39, 1), "3.9 s of three idle cores");
        assertEquals(3, looks.look(1));
        assertEquals(3, looks.looks(39, 1));
        assertEquals(2, looks.look(1));
    }

    @Test
    void shouldNotGiveBackWhatIsOnlyAFifthMoreThanOneShare() {
        looks.active = 4;
        assertEquals(4, looks.looks(100, 2.81), "1.19 of 4 idle, not more than 1.2 shares");
    }

    @Test
    void shouldNotAddWithinTwoSecondsOfGivingBack() {
        looks.active = 4;
        looks.looks(41, 1);
        assertEquals(3, looks.active);
        looks.waiting(1_000);
        assertEquals(3, looks.looks(19, 3), "1.9 s after");
        assertEquals(4, looks.look(3));
    }
}
