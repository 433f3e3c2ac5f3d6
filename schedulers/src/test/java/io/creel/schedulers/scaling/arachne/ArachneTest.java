package io.creel.schedulers.scaling.arachne;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.schedulers.scaling.Looks;
import org.junit.jupiter.api.Test;

class ArachneTest {
    private final Looks looks = new Looks(new Arachne(), 4, 1, 1);

    @Test
    void shouldAddAboveOneAndAHalfRunnableACore() {
        assertEquals(50_000_000, Arachne.PERIOD_NS);
        looks.look(0.5);
        looks.holding[0] = 1;
        assertEquals(1, looks.waiting(0).look(0.5));
        looks.active = 2;
        looks.holding[1] = 1;
        assertEquals(2, looks.waiting(1).look(1.95), "1.5 a core");
        assertEquals(3, looks.waiting(2).look(1.95));
    }

    @Test
    void shouldGiveBackWhenUtilisationIsNineHundredthsBelowThatOfTheAddition() {
        looks.look(0.8);
        assertEquals(2, looks.waiting(2).look(0.8));
        looks.waiting(0);
        assertEquals(2, looks.look(0.72), "0.08 below");
        assertEquals(1, looks.look(0.70));
    }
}
