package io.creel.schedulers.when.microquanta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import io.creel.schedulers.when.PolicyDriver;
import io.creel.schedulers.when.Timeline;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.WhenContract;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicroQuantaTest extends WhenContract {
    @Override
    protected When policy() {
        return new MicroQuanta("mq", () -> nowNs, handle -> classOf(handle) == 0, 900_000, 1_000_000);
    }

    private MicroQuanta standard() {
        return new MicroQuanta("mq", () -> nowNs, handle -> PlacementDriver.typeOf(handle) == 0,
                MicroQuanta.DEFAULT_RUNTIME_NS,
                MicroQuanta.DEFAULT_PERIOD_NS);
    }

    private String run(MicroQuanta when, PolicyDriver direct, long ranNs) {
        Coroutine handle = direct.takeHandle();
        nowNs += ranNs;
        when.charge(when.account(handle), ranNs);
        return PlacementDriver.request(handle).name();
    }

    @Test
    void shouldGiveTheNetworkItsRuntimeAndOthersTheRestOfThePeriod() {
        assertEquals(900_000, MicroQuanta.DEFAULT_RUNTIME_NS);
        assertEquals(1_000_000, MicroQuanta.DEFAULT_PERIOD_NS);
        MicroQuanta when = standard();
        PolicyDriver direct = new PolicyDriver(when).push(0, 0, "n", "n", "n", "n").push(1, 0, "o", "o", "o");
        assertEquals("n", run(when, direct, 300_000));
        assertEquals("n", run(when, direct, 600_000));
        assertEquals("o", run(when, direct, 40_000), "the budget is used up");
        assertEquals(100_000, when.quantumNs(), "the blackout ends with the period");
        assertEquals("o", run(when, direct, 60_000));
        assertEquals("n", run(when, direct, 100_000), "a new period");
        assertEquals(900_000, when.quantumNs());
    }

    @Test
    void shouldGiveEachKindAllTimeWhenTheOtherDoesNotWait() {
        MicroQuanta when = standard();
        PolicyDriver direct = new PolicyDriver(when).push(0, 0, "n", "n", "n");
        assertEquals("n", run(when, direct, 950_000));
        assertEquals("n", run(when, direct, 10_000), "no other work wants the rest");
        direct.push(1, 0, "o");
        assertEquals("o", run(when, direct, 10_000));
    }

    @Test
    void shouldPreemptForTheOtherKindOnly() {
        MicroQuanta when = standard();
        PolicyDriver direct = new PolicyDriver(when).push(1, 0, "o", "O");
        Coroutine running = direct.takeHandle();
        assertEquals(0, when.quantumNs(), "the network has budget left: others make room at once");
        assertFalse(when.preempts(running));
        direct.push(0, 0, "n", "N");
        direct.takes(1);
        assertTrue(when.preempts(running));
    }

    @Test
    void shouldGoOnWithThePreemptedOneBeforeItsKind() {
        MicroQuanta when = standard();
        PolicyDriver direct = new PolicyDriver(when).push(1, 0, "o", "O");
        Coroutine running = direct.takeHandle();
        direct.push(0, 0, "n");
        when.suspended(running);
        assertEquals("noO", direct.takes(3));
    }

    /** Both kinds always wait and run for up to 50 µs at a time; a run counts in the period it began in. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldKeepTheBudgetOfEveryPeriodToWithinOneRunWhenRunsAreRandom(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MicroQuanta when = standard();
        PolicyDriver direct = new PolicyDriver(when).push(0, 0, "n").push(1, 0, "o");
        long[] networkNs = new long[201];
        for (int period = 0; period < 200; period = (int) (nowNs / MicroQuanta.DEFAULT_PERIOD_NS)) {
            long ranNs = 1 + random.nextInt(50_000);
            boolean network = run(when, direct, ranNs).equals("n");
            networkNs[period] += network ? ranNs : 0;
            direct.push(network ? 0 : 1, 0, network ? "n" : "o");
        }
        for (int period = 0; period < 200; period++) {
            long overNs = networkNs[period] - MicroQuanta.DEFAULT_RUNTIME_NS;
            assertTrue(overNs >= 0 && overNs < 50_000, "period=" + period + ", overNs=" + overNs);
        }
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("microquanta out of range: policy=mq, runtimeNs=10, periodNs=10", assertThrows(
                IllegalArgumentException.class, () -> new MicroQuanta("mq", () -> 0, handle -> true, 10, 10))
                .getMessage());
    }
}
