package io.creel.schedulers.when.timeslice;

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

class TimeSliceTest extends WhenContract {
    @Override
    protected When policy() {
        return new TimeSlice("slices");
    }

    @Test
    void shouldTakeTurnsOfOneQuantumWhenAllAreLong() {
        assertEquals(5_000, TimeSlice.DEFAULT_QUANTUM_NS);
        assertEquals(List.of("0 A begins", "5 B begins", "10 A goes on", "16 B goes on", "22 A goes on", "23 A ends",
                "23 B goes on", "24 B ends"),
                new Timeline(this::policy, 4).arrive(0, "A", 12).arrive(0, "B", 12).run());
    }

    @Test
    void shouldMakeAShortOneWaitForOneSliceOfEachBeforeIt() {
        assertEquals(List.of("0 A begins", "5 B begins", "10 C begins", "11 C ends"),
                new Timeline(this::policy, 4).arrive(0, "A", 100).arrive(0, "B", 100).arrive(0, "C", 1).run()
                        .subList(0, 4));
    }

    @Test
    void shouldRefuseQuantaOutOfRange() {
        assertEquals("quantum out of range: policy=slices, quantumNs=0, least=1, most=1000000000",
                assertThrows(IllegalArgumentException.class, () -> new TimeSlice("slices", 0)).getMessage());
    }
}
