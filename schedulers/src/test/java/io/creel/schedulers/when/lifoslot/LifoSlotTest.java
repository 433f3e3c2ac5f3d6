package io.creel.schedulers.when.lifoslot;

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

class LifoSlotTest extends WhenContract {
    @Override
    protected When policy() {
        return new LifoSlot("slot");
    }

    @Test
    void shouldServeTheNewestFirstWhenItCameSinceTheLastTake() {
        PolicyDriver direct = new PolicyDriver(policy()).push(0, 0, "A", "B", "C");
        assertEquals("C", direct.takes(1));
        assertEquals("A", direct.takes(1), "nothing new: in order");
        direct.push(0, 0, "D");
        assertEquals("DB", direct.takes(2));
    }

    @Test
    void shouldLetTheOldestThroughAfterThreeInARow() {
        assertEquals(3, LifoSlot.MAX_SLOT_TAKES);
        PolicyDriver direct = new PolicyDriver(policy()).push(0, 0, "A", "B");
        StringBuilder served = new StringBuilder();
        for (String name : List.of("1", "2", "3", "4", "5")) {
            served.append(direct.push(0, 0, name).takes(1));
        }
        assertEquals("123A5", served.toString());
        assertEquals("B4", direct.takes(2));
    }

    /**
     * The newest handle goes from the list straight into the batch; if the batch has no room, the handle keeps its
     * place.
     */
    @Test
    void shouldLeaveTheOrderAloneWhenTheBatchIsFull() {
        When when = policy();
        new PolicyDriver(when).push(0, 0, "A", "B");
        Batch full = new Batch(1);
        assertTrue(full.add(Coroutine.create(any -> {
        }, "other")));
        when.take(full, 1);
        when.take(full, 0);
        assertEquals(1, full.size());
        assertEquals("AB", new PolicyDriver(when).takes(2), "nothing came since the last take");
    }
}
