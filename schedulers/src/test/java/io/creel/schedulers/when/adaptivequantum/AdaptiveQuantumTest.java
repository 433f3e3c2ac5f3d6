package io.creel.schedulers.when.adaptivequantum;

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
import org.junit.jupiter.api.Test;

class AdaptiveQuantumTest extends WhenContract {
    @Override
    protected When policy() {
        return new AdaptiveQuantum("adaptive", () -> nowNs);
    }

    @Test
    void shouldHalveWhenMuchWaitsAndStopAtTheLeast() {
        When when = policy();
        PolicyDriver direct = new PolicyDriver(when);
        for (int i = 0; i < 40; i++) {
            direct.push(0, 0, "w");
        }
        direct.take(1);
        assertEquals(100_000, when.quantumNs());
        nowNs += AdaptiveQuantum.PERIOD_NS - 1;
        direct.take(1);
        assertEquals(100_000, when.quantumNs(), "not before the period is over");
        nowNs++;
        direct.take(1);
        assertEquals(50_000, when.quantumNs());
        for (int i = 0; i < 5; i++) {
            nowNs += AdaptiveQuantum.PERIOD_NS;
            direct.take(1);
        }
        assertEquals(3_000, when.quantumNs());
    }

    @Test
    void shouldHalveWhenTheTailIsHeavyAndGrowWhenNothingWaits() {
        When when = policy();
        PolicyDriver direct = new PolicyDriver(when).push(0, 0, "first");
        direct.take(1);
        for (int i = 0; i < 99; i++) {
            when.charge(0, 1_000);
        }
        when.charge(0, 101_000); // mean 2 µs, longest 101 µs
        nowNs += AdaptiveQuantum.PERIOD_NS;
        direct.push(0, 0, "second").take(1);
        assertEquals(50_000, when.quantumNs());
        nowNs += AdaptiveQuantum.PERIOD_NS;
        direct.push(0, 0, "third").take(1);
        assertEquals(62_500, when.quantumNs());
    }

    @Test
    void shouldKeepTheQuantumWhenSomeWaitAndTheTailIsLight() {
        When when = policy();
        PolicyDriver direct = new PolicyDriver(when).push(0, 0, "a", "b", "c", "d");
        direct.take(1);
        when.charge(0, 1_000);
        nowNs += AdaptiveQuantum.PERIOD_NS;
        direct.take(1);
        assertEquals(100_000, when.quantumNs());
    }
}
