package io.creel.schedulers.when.sloratio;

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

class SloRatioTest extends WhenContract {
    @Override
    protected When policy() {
        return new SloRatio("slo", () -> nowNs, 5_000, WhenContract::classOf, 10, 100);
    }

    private SloRatio ratio() {
        return new SloRatio("slo", () -> nowNs, 5_000, PlacementDriver::typeOf, 10, 100);
    }

    @Test
    void shouldServeTheTypeWhoseWaitIsTheLargestPartOfItsObjective() {
        PolicyDriver direct = new PolicyDriver(ratio()).push(1, 0, "long").push(0, 40, "short");
        nowNs = 50; // long 50 / 100, short 10 / 10
        assertEquals(List.of("short"), direct.take(8), "one at a time");
        assertEquals(List.of("long"), direct.take(8));
    }

    @Test
    void shouldLetTheLongOneGainWhileItWaits() {
        PolicyDriver direct = new PolicyDriver(ratio()).push(1, 0, "long").push(0, 190, "short");
        nowNs = 205; // long 2.05, short 1.5
        assertEquals("longshort", direct.takes(2));
    }

    @Test
    void shouldKeepThePlaceInTimeOfAPreemptedOne() {
        SloRatio when = ratio();
        PolicyDriver direct = new PolicyDriver(when).push(1, 0, "long");
        Coroutine running = direct.takeHandle();
        when.suspended(running);
        direct.push(1, 10, "later");
        nowNs = 20;
        assertEquals("longlater", direct.takes(2));
        assertEquals(1, when.preemptions());
        assertTrue(when.accounts(), "it needs ready times");
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("slo ratio bounds out of range: policy=slo, quantumNs=5, sloNs=[10, 0]", assertThrows(
                IllegalArgumentException.class, () -> new SloRatio("slo", () -> 0, 5, PlacementDriver::typeOf, 10, 0))
                .getMessage());
        assertEquals("classes out of range: policy=slo, classes=0, least=1", assertThrows(
                IllegalArgumentException.class, () -> new SloRatio("slo", () -> 0, 5, PlacementDriver::typeOf))
                .getMessage());
    }
}
