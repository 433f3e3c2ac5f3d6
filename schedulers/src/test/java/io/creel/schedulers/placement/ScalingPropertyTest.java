package io.creel.schedulers.placement;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.scaling.ScalingDriver;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.scaling.utilrange.UtilisationRange;
import io.creel.schedulers.where.Signals;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hysteresis of every core-scaling policy: under a constant load, the number of workers settles, and does not go up and
 * down for ever.
 */
class ScalingPropertyTest {
    private static final int SEEDS = 200;
    private static final int WORKERS = 8;
    private static final int LOOKS = 2_000;
    private static final int AT_REST = 500;

    static Stream<Arguments> scalings() {
        return PlacementSuite.scalings().map(made -> Arguments.of(made.get().name(), made));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scalings")
    void shouldSettleWhenTheLoadIsConstant(String name, Supplier<Scaling> made) {
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double least = name.equals("utilisation-range") ? UtilisationRange.LEAST_LOAD_AT_REST : 0;
            run(made.get(), random, least + random.nextDouble() * (WORKERS - least));
        }
    }

    @Test
    void shouldOscillateUnderTheLoadsThatItsDocumentationNames() {
        assertThrows(AssertionError.class, () -> run(new UtilisationRange(), new SplittableRandom(1), 2));
    }

    /** The work that is done does not depend on the number of workers, nor do the queues. */
    private static void run(Scaling scaling, SplittableRandom random, double busy) {
        ScalingDriver looks = new ScalingDriver(scaling, WORKERS, 2, 1 + random.nextInt(WORKERS))
                .waiting(random.nextInt(3) * random.nextInt(50))
                .delayed(random.nextInt(3) * random.nextInt(5_000));
        for (int worker = 0; worker < WORKERS; worker++) {
            looks.idle[worker] = worker >= busy;
        }
        looks.looks(LOOKS - AT_REST, busy);
        int[] active = new int[AT_REST];
        for (int i = 0; i < AT_REST; i++) {
            active[i] = looks.look(busy);
        }
        boolean up = false;
        boolean down = false;
        for (int i = 1; i < AT_REST; i++) {
            up |= active[i] > active[i - 1];
            down |= active[i] < active[i - 1];
        }
        assertTrue(!(up && down), () -> "active workers go up and down: scaling=" + scaling.name() + ", active="
                + Arrays.toString(active));
    }

    @Test
    void shouldCatchAPolicyWithoutHysteresis() {
        AssertionError caught = assertThrows(AssertionError.class,
                () -> run(new Nervous(), new SplittableRandom(1), 2));
        assertTrue(caught.getMessage().startsWith("active workers go up and down: scaling=nervous"),
                caught.getMessage());
    }

    /** Wants four workers, and adds one unless there are more than that. */
    private static final class Nervous implements Scaling {
        @Override
        public String name() {
            return "nervous";
        }

        @Override
        public long periodNs() {
            return 1_000;
        }

        @Override
        public int active(Signals signals, int queues, int active, long nowNs) {
            return active > 4 ? active - 1 : active + 1;
        }
    }
}
