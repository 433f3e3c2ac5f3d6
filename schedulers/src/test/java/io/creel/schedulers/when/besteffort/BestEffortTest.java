package io.creel.schedulers.when.besteffort;

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

class BestEffortTest extends WhenContract {
    @Override
    protected When policy() {
        return new BestEffort("be", handle -> classOf(handle) == 1);
    }

    private static BestEffort byType() {
        return new BestEffort("be", handle -> PlacementDriver.typeOf(handle) == 1);
    }

    @Test
    void shouldRunBestEffortOnlyInTheTimeLeft() {
        PolicyDriver direct = new PolicyDriver(byType()).push(1, 0, "e", "E").push(0, 0, "c", "C");
        assertEquals(List.of("c", "C"), direct.take(8));
        assertEquals(List.of("e"), direct.take(8), "one at a time");
        direct.push(0, 0, "again");
        assertEquals("againE", direct.takes(2));
    }

    @Test
    void shouldPreemptBestEffortAtOnceAndOnlyForCriticalWork() {
        BestEffort when = byType();
        PolicyDriver direct = new PolicyDriver(when).push(1, 0, "e", "E");
        Coroutine running = direct.takeHandle();
        assertEquals(0, when.quantumNs());
        assertFalse(when.preempts(running), "its like waits");
        direct.push(0, 0, "c", "C");
        direct.takes(1);
        assertEquals(Long.MAX_VALUE, when.quantumNs(), "what is critical runs to completion");
        assertTrue(when.preempts(running));
        when.suspended(running);
        assertEquals("CeE", direct.takes(3), "the preempted one keeps its place");
    }

    @Test
    void shouldPreemptNoMoreWorkersThanCriticalHandlesWait() {
        BestEffort when = byType();
        PolicyDriver direct = new PolicyDriver(when).push(1, 0, "e", "E");
        Coroutine one = direct.takeHandle();
        Coroutine other = direct.takeHandle();
        direct.push(0, 0, "c");
        assertTrue(when.preempts(one));
        assertFalse(when.preempts(other), "one is enough");
        assertTrue(when.preempts(one), "it has found no room, and asks again");
        assertEquals("c", direct.takes(1));
        assertFalse(when.preempts(other), "nothing waits");
        direct.push(0, 0, "d");
        assertTrue(when.preempts(other));
    }
}
