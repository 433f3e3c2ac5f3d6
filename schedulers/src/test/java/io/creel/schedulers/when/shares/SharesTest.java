package io.creel.schedulers.when.shares;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
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

class SharesTest extends WhenContract {
    @Override
    protected When policy() {
        return new Shares("shares", 5_000, WhenContract::classOf, 100, 100);
    }

    private static Shares weighted(int... weights) {
        return new Shares("shares", 5_000, PlacementDriver::typeOf, weights);
    }

    /** Serves that many runs of 1 µs each. */
    private static String serve(Shares when, PolicyDriver direct, int count) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            Coroutine handle = direct.takeHandle();
            names.append(PlacementDriver.request(handle).name());
            when.charge(when.account(handle), 1_000);
        }
        return names.toString();
    }

    @Test
    void shouldServeInProportionToTheWeights() {
        Shares when = weighted(300, 100);
        PolicyDriver direct = new PolicyDriver(when).push(0, 0, "a", "a", "a", "a", "a", "a").push(1, 0, "b", "b");
        assertEquals("abaaabaa", serve(when, direct, 8));
    }

    @Test
    void shouldChargeByTimeAndNotByCount() {
        Shares when = weighted(100, 100);
        PolicyDriver direct = new PolicyDriver(when).push(0, 0, "long", "long").push(1, 0, "s", "s", "s", "s");
        when.charge(when.account(direct.takeHandle()), 3_000);
        assertEquals("ssslongs", serve(when, direct, 5));
    }

    /** At weight 1, virtual time advances a hundred units per nanosecond. */
    @Test
    void shouldServeByTurnsAcrossTheWrapOfVirtualTime() {
        Shares when = weighted(1, 1, 1);
        PolicyDriver direct = new PolicyDriver(when).push(0, 0, "a", "a", "a", "a", "a").push(1, 0, "b", "b", "b", "b",
                "b");
        for (int tenant = 0; tenant < 2; tenant++) {
            when.charge(when.account(direct.takeHandle()), Long.MAX_VALUE / Shares.UNIT_WEIGHT - 1_500);
        }
        assertEquals("abab", serve(when, direct, 4));
        direct.push(2, 0, "c", "c", "c");
        assertEquals("cabcabc", serve(when, direct, 7), "one that did not wait meanwhile joins the others");
    }

    @Test
    void shouldNotLetATenantSaveUpUnusedTime() {
        Shares when = weighted(100, 100);
        PolicyDriver direct = new PolicyDriver(when);
        for (int i = 0; i < 6; i++) {
            direct.push(0, 0, "a");
        }
        assertEquals("aaa", serve(when, direct, 3));
        direct.push(1, 0, "b", "b", "b", "b");
        assertEquals("babab", serve(when, direct, 5), "not bbb first");
    }

    /**
     * A request that has a nanosecond left waits for the other tenant's turn, and not for its own tenant's requests.
     */
    @Test
    void shouldGoOnWithThePreemptedOneBeforeItsTenant() {
        Shares when = weighted(100, 100);
        PolicyDriver direct = new PolicyDriver(when).push(0, 0, "a", "A").push(1, 0, "b");
        Coroutine running = direct.takeHandle();
        when.charge(when.account(running), 5_000);
        when.suspended(running);
        assertEquals("baA", serve(when, direct, 3));
    }

    @Test
    void shouldPreemptForAnotherTenantOnly() {
        Shares when = weighted(100, 100);
        PolicyDriver direct = new PolicyDriver(when).push(0, 0, "a", "A", "x");
        Coroutine running = direct.takeHandle();
        direct.takes(1);
        assertFalse(when.preempts(running));
        direct.push(1, 0, "b", "B");
        direct.takes(1); // sorts what has entered
        assertTrue(when.preempts(running));
    }

    @Test
    void shouldRefuseWeightsOutOfRange() {
        assertEquals("shares out of range: policy=shares, quantumNs=5000, weights=[0]",
                assertThrows(IllegalArgumentException.class, () -> weighted(0)).getMessage());
        assertEquals("shares out of range: policy=shares, quantumNs=5000, weights=[10001]",
                assertThrows(IllegalArgumentException.class, () -> weighted(10_001)).getMessage());
    }
}
