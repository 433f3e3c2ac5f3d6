package io.creel.schedulers.when.deficit;

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

class DeficitRoundRobinTest extends WhenContract {
    @Override
    protected When policy() {
        return DeficitRoundRobin.weighted("wrr", WhenContract::classOf, 3, 1);
    }

    private static DeficitRoundRobin bytes(long... budgets) {
        return new DeficitRoundRobin("drr", PlacementDriver::typeOf, handle -> PlacementDriver.request(handle).bytes(),
                budgets);
    }

    private static PlacementDriver.Request sized(String name, int type, long bytes) {
        return new PlacementDriver.Request(name, type, 0, 0, bytes);
    }

    @Test
    void shouldServeEachClassItsWeightInARound() {
        PolicyDriver direct = new PolicyDriver(DeficitRoundRobin.weighted("wrr", PlacementDriver::typeOf, 3, 1));
        direct.push(0, 0, "a", "a", "a", "a", "a").push(1, 0, "b", "b", "b");
        assertEquals("aaabaabb", direct.takes(8));
    }

    @Test
    void shouldTakeTheWeightInOneBatchOfOneClass() {
        PolicyDriver direct = new PolicyDriver(DeficitRoundRobin.weighted("wrr", PlacementDriver::typeOf, 3, 1));
        direct.push(0, 0, "a", "a", "a", "a").push(1, 0, "b");
        assertEquals(List.of("a", "a", "a"), direct.take(8));
        assertEquals(List.of("b"), direct.take(8));
    }

    @Test
    void shouldSaveUpForACostThatOneBudgetDoesNotCover() {
        PolicyDriver direct = new PolicyDriver(bytes(500, 500)).push(sized("big", 0, 900), 0);
        for (int i = 0; i < 4; i++) {
            direct.push(sized("s", 1, 250), 0);
        }
        assertEquals("ssbigss", direct.takes(5));
    }

    @Test
    void shouldForgetTheRestOfABudgetWhenTheQueueIsEmpty() {
        PolicyDriver direct = new PolicyDriver(bytes(1_000, 1_000)).push(sized("a", 0, 1), 0);
        assertEquals("a", direct.takes(1));
        direct.push(sized("A", 0, 1_500), 0).push(sized("b", 1, 1_000), 0);
        assertEquals("bA", direct.takes(2), "999 left over would have been enough");
    }

    @Test
    void shouldSkipRoundsInWhichNoClassCanBeServed() {
        PolicyDriver direct = new PolicyDriver(bytes(1, 2)).push(sized("a", 0, 1L << 39), 0)
                .push(sized("b", 1, 1L << 39), 0);
        assertEquals("ba", direct.takes(2), "at once, and twice the budget saves up twice as fast");
    }

    @Test
    void shouldRefuseBudgetsOutOfRange() {
        assertEquals("budgets out of range: policy=drr, budgets=[1, 0], least=1, most=1099511627776",
                assertThrows(IllegalArgumentException.class, () -> bytes(1, 0)).getMessage());
    }
}
