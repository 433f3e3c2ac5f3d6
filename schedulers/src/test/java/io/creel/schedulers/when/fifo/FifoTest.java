package io.creel.schedulers.when.fifo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.creel.core.Coroutine;
import io.creel.schedulers.when.Timeline;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.WhenContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class FifoTest extends WhenContract {
    @Override
    protected When policy() {
        return new Fifo("fifo");
    }

    @Test
    void shouldMakeThePacketWaitForTheWholeJobWhenTheJobCameFirst() {
        Timeline timeline = new Timeline(this::policy, 4);
        assertEquals(
                List.of("0 job begins", "500 job ends", "500 packet-1 begins", "501 packet-1 ends",
                        "501 packet-2 begins", "502 packet-2 ends"),
                timeline.arrive(0, "job", 500).arrive(10, "packet-1", 1).arrive(20, "packet-2", 1).run());
        assertEquals(Long.MAX_VALUE, timeline.when().quantumNs());
    }

    @Test
    void shouldServeInOrderOfArrivalWhenBatchesAreSmall() {
        assertEquals(List.of("0 A begins", "3 A ends", "3 B begins", "4 B ends", "4 C begins", "6 C ends"),
                new Timeline(this::policy, 1).arrive(0, "A", 3).arrive(0, "B", 1).arrive(1, "C", 2).run());
    }

    @Test
    void shouldPutOnePreemptedByAnotherPolicyBehindTheOthers() {
        When fifo = new Fifo("fifo");
        Coroutine first = Coroutine.create(argument -> {
        }, null);
        Coroutine second = Coroutine.create(argument -> {
        }, null);
        fifo.entry().push(first);
        assertNull(fifo.suspended(second));
        assertEquals(first, fifo.entry().pop());
        assertEquals(second, fifo.entry().pop());
    }
}
