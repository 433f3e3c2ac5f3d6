package io.creel.schedulers.scaling.harvest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.ScalingDriver;
import org.junit.jupiter.api.Test;

class HarvestTest {
    private final ScalingDriver looks = new ScalingDriver(new Harvest(), 8, 1, 8);

    @Test
    void shouldLendOneAPeriodAndKeepAFifthOfHeadroom() {
        looks.look(0);
        assertEquals(7, looks.look(2));
        assertEquals(6, looks.look(2));
        assertEquals(3, looks.looks(10, 2), "2 × 1.2, rounded up");
    }

    @Test
    void shouldReclaimInProportionToTheLoadAndAtOnce() {
        looks.look(0);
        looks.looks(10, 1);
        assertEquals(2, looks.active);
        looks.served[0] += 200; // 200 runs of 1 µs are two workers' period
        assertEquals(8, looks.waiting(400).look(2), "and 400 more piled up: four more");
    }

    @Test
    void shouldNotLendWhileAnythingWaits() {
        looks.look(0);
        assertEquals(8, looks.waiting(1).looks(5, 1));
        assertEquals(7, looks.waiting(0).look(1));
    }
}
