package io.creel.schedulers.when.edf;

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

class EarliestDeadlineTest extends WhenContract {
    @Override
    protected When policy() {
        return new EarliestDeadline("edf", EarliestDeadlineTest::deadlineOf, 0);
    }

    static long deadlineOf(Coroutine handle) {
        return handle.argument() instanceof PlacementDriver.Request request ? request.deadlineNs() : 0;
    }

    private static PlacementDriver.Request due(String name, long deadlineNs) {
        return new PlacementDriver.Request(name, 0, 0, deadlineNs, 0);
    }

    @Test
    void shouldServeByDeadlineAndEqualOnesInOrder() {
        PolicyDriver direct = new PolicyDriver(policy()).push(due("late", 90), 0).push(due("early", 10), 1)
                .push(due("early too", 10), 2).push(due("middle", 50), 3);
        assertEquals(List.of("early", "early too", "middle", "late"), direct.take(8));
    }

    @Test
    void shouldMakeRoomForAnEarlierDeadlineOnly() {
        When when = policy();
        PolicyDriver direct = new PolicyDriver(when).push(due("running", 50), 0);
        Coroutine running = direct.takeHandle();
        direct.push(due("later", 60), 0);
        assertFalse(when.preempts(running));
        direct.push(due("same", 50), 0);
        assertFalse(when.preempts(running));
        direct.push(due("earlier", 40), 0);
        assertTrue(when.preempts(running));
        when.suspended(running);
        assertEquals(1, when.preemptions());
        assertEquals(List.of("earlier", "same", "running", "later"), direct.take(8));
    }

    @Test
    void shouldRefuseAQuantumOutOfRange() {
        assertEquals("quantum out of range: policy=edf, quantumNs=-1, least=0", assertThrows(
                IllegalArgumentException.class, () -> new EarliestDeadline("edf", handle -> 0, -1)).getMessage());
    }
}
