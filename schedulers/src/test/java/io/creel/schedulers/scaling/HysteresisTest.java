package io.creel.schedulers.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.where.Signals;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HysteresisTest {
    private static final int WORKERS = 8;
    private static final long KEEP_NS = 100;

    private int wanted;
    private final Scaling wants = new Scaling() {
        @Override
        public String name() {
            return "wants";
        }

        @Override
        public long periodNs() {
            return 10;
        }

        @Override
        public int active(Signals signals, int queues, int active, long nowNs) {
            return wanted;
        }
    };
    private final ScalingDriver looks = new ScalingDriver(new Hysteresis(wants, KEEP_NS), WORKERS, 1, 2);

    private int look(int now) {
        wanted = now;
        return looks.look(0);
    }

    @Test
    void shouldAddAtOnce() {
        assertEquals(5, look(5));
        assertEquals(8, look(100));
    }

    @Test
    void shouldGiveBackOnlyAfterFewerWereWantedForTheWholeTime() {
        look(6);
        for (int i = 0; i < 10; i++) {
            assertEquals(6, look(2), "look " + i);
        }
        assertEquals(2, look(2));
    }

    @Test
    void shouldKeepTheMostThatWasWantedMeanwhile() {
        look(6);
        for (int i = 0; i < 10; i++) {
            look(i == 4 ? 5 : 1);
        }
        assertEquals(5, look(1));
    }

    @Test
    void shouldBeginAgainWhenAllWorkersAreWantedInBetween() {
        look(6);
        for (int i = 0; i < 9; i++) {
            look(1);
        }
        look(6);
        for (int i = 0; i < 10; i++) {
            assertEquals(6, look(1), "look " + i);
        }
        assertEquals(1, look(0));
    }

    @Test
    void shouldHoldItsBoundWhateverIsWanted() {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int falls = 0;
            int before = looks.active;
            int count = 10_000;
            for (int i = 0; i < count; i++) {
                int now = look(random.nextInt(1 + random.nextInt(2 * WORKERS)));
                falls += now < before ? 1 : 0;
                before = now;
            }
            assertTrue(falls <= count * 10 / KEEP_NS + 1, "falls=" + falls);
        }
    }

    @Test
    void shouldRefuseNoTime() {
        assertEquals("time to keep a worker out of range: keepNs=0, least=1",
                assertThrows(IllegalArgumentException.class, () -> new Hysteresis(wants, 0)).getMessage());
    }
}
