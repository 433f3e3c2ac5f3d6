package io.creel.schedulers.scaling.arachne;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.ScalingDriver;
import org.junit.jupiter.api.Test;

class ArachneTest {
    private final ScalingDriver looks = new ScalingDriver(new Arachne(), 4, 1, 1);

    /** One interval in which that many workers were busy; the very first look only begins. */
    private int interval(double busy) {
        if (looks.nowNs == 0) {
            looks.look(busy);
        }
        return looks.looks(Arachne.INTERVAL_COUNTS, busy);
    }

    private int waiting(int each, double busy) {
        looks.waiting(each);
        return interval(busy);
    }

    @Test
    void shouldAddAboveOneAndAHalfRunnableACore() {
        assertEquals(50_000_000, Arachne.PERIOD_NS * Arachne.INTERVAL_COUNTS);
        interval(0.5);
        looks.active = 2;
        assertEquals(2, waiting(1, 2), "1.5 a core");
        assertEquals(3, waiting(2, 2));
    }

    @Test
    void shouldTakeTheAverageOfTheIntervalAndNotItsEnd() {
        interval(1);
        looks.waiting(0).looks(Arachne.INTERVAL_COUNTS - 1, 1);
        assertEquals(1, looks.waiting(20).look(1), "20 at the end are 0.4 on average, and 1 that ran");
        looks.waiting(2).looks(Arachne.INTERVAL_COUNTS - 1, 1);
        assertEquals(2, looks.waiting(0).look(1), "3 on average, although nothing waits at the end");
    }

    @Test
    void shouldCountHandlesThatAWorkerHoldsAndDoesNotRun() {
        interval(1);
        looks.holding[0] = 2;
        assertEquals(2, interval(1));
    }

    @Test
    void shouldOnlyMeasureInTheFirstInterval() {
        assertEquals(1, waiting(5, 1));
        assertEquals(2, interval(1));
    }

    @Test
    void shouldGiveBackWhenUtilisationIsNineHundredthsBelowThatOfTheAddition() {
        interval(0.8);
        assertEquals(2, waiting(2, 0.8));
        looks.waiting(0);
        assertEquals(2, interval(0.72), "0.08 below");
        assertEquals(1, interval(0.70));
    }
}
