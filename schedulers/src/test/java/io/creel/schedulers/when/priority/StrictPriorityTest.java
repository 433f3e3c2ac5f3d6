package io.creel.schedulers.when.priority;

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

class StrictPriorityTest extends WhenContract {
    @Override
    protected When policy() {
        return new StrictPriority("priority", 2, WhenContract::classOf, StrictPriority.DEFAULT_MAX_PASSED);
    }

    private static StrictPriority guarded(int maxPassed) {
        return new StrictPriority("priority", 3, PlacementDriver::typeOf, maxPassed);
    }

    @Test
    void shouldServeTheMostImportantFirst() {
        PolicyDriver direct = new PolicyDriver(guarded(8)).push(2, 0, "c").push(1, 0, "b").push(0, 0, "a", "A");
        assertEquals("aAbc", direct.takes(4));
    }

    @Test
    void shouldServeAClassOnceWhenItWasPassedOverTooOften() {
        assertEquals(8, StrictPriority.DEFAULT_MAX_PASSED);
        StrictPriority when = guarded(3);
        PolicyDriver direct = new PolicyDriver(when).push(2, 0, "low");
        for (int i = 0; i < 3; i++) {
            direct.push(0, 0, "h");
        }
        assertEquals("hhh", direct.takes(3));
        assertEquals(0, when.quantumNs());
        direct.push(0, 0, "h");
        assertEquals("low", direct.takes(1));
        assertEquals(5_000, when.quantumNs(), "else the guard would give nothing");
        assertEquals("h", direct.takes(1));
    }

    @Test
    void shouldKeepTheStatedBoundWhenTheHighestNeverEnds() {
        int maxPassed = 3;
        int classes = 3;
        PolicyDriver direct = new PolicyDriver(guarded(maxPassed)).push(1, 0, "b", "b", "b", "b").push(2, 0, "c", "c",
                "c", "c");
        StringBuilder served = new StringBuilder();
        for (int i = 0; i < 4 * (maxPassed + classes); i++) {
            served.append(direct.push(0, 0, ".").takes(1));
        }
        assertEquals(4, served.chars().filter(name -> name == 'c').count(), served.toString());
        assertEquals(4, served.chars().filter(name -> name == 'b').count(), served.toString());
    }

    @Test
    void shouldPreemptForAMoreImportantClassOnly() {
        StrictPriority when = guarded(8);
        PolicyDriver direct = new PolicyDriver(when).push(1, 0, "b", "B", "x");
        Coroutine running = direct.takeHandle();
        direct.takes(1);
        assertFalse(when.preempts(running));
        direct.push(0, 0, "a", "A");
        direct.takes(1); // sorts what has entered
        assertTrue(when.preempts(running));
    }

    @Test
    void shouldGoOnWithThePreemptedOneBeforeItsClass() {
        StrictPriority when = guarded(8);
        PolicyDriver direct = new PolicyDriver(when).push(1, 0, "b", "B");
        Coroutine running = direct.takeHandle();
        when.suspended(running);
        assertEquals("bB", direct.takes(2));
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("guard out of range: policy=priority, maxPassed=0, least=1",
                assertThrows(IllegalArgumentException.class, () -> guarded(0)).getMessage());
    }
}
