package io.creel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.policy.PolicyAxis;
import io.creel.sim.explore.Explorer;
import io.creel.sim.explore.Explorer.Exploration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every policy of the registry, by its name alone, in the simulator and under exploration. */
class EveryPolicyTest {
    private static final int STOCK = 39;

    static Stream<String> all() {
        return Stream.of(Policies.names(PolicyAxis.WHERE).stream().map(where -> where + "/fifo"),
                Policies.names(PolicyAxis.WHEN).stream().map(when -> "central/" + when),
                Policies.names(PolicyAxis.SCALING).stream().map(scaling -> "central/time-slice/" + scaling), byWord())
                .flatMap(names -> names);
    }

    /** Policies that take a word, with each that is not the default. */
    private static Stream<String> byWord() {
        return Policies.providers(PolicyAxis.WHEN).stream().flatMap(each -> each.word().stream()
                .flatMap(word -> word.choices().stream().skip(1))
                .map(choice -> "central/" + each.name() + "(" + choice + ")"));
    }

    @Test
    void shouldBeAllOfThem() {
        assertEquals(List.of("central/edf(red-black)"), byWord().toList());
        assertEquals(STOCK, all().count() - 1);
    }

    /** A fault is planned so that invariants are checked after every step: a lost wake-up that never occurs. */
    @ParameterizedTest
    @MethodSource("all")
    void shouldServeEveryRequestInTheSimulator(String policy) {
        SimulationSettings settings = Runs.settings(4, "HB", Costs.parse("preempt=.1us"), 5_000, 1);
        SimulationResult result = Simulation.run(settings, 0.3, SimulatedPolicy.parse(policy),
                FaultPlan.parse("lostwake:999999999", 4));
        assertEquals(5_500, result.counts().finished(), "none dropped");
        assertEquals(2, result.types().size());
    }

    static Stream<String> pairs() {
        return Policies.names(PolicyAxis.WHERE).stream()
                .flatMap(where -> Policies.names(PolicyAxis.WHEN).stream().map(when -> where + "/" + when));
    }

    /** Without costs a preemption takes no time: two requests that make room for each other would never end. */
    @ParameterizedTest
    @MethodSource("pairs")
    void shouldServeEveryRequestInEveryPairWithoutCosts(String policy) {
        SimulationSettings settings = Runs.settings(4, "HB", Costs.NONE, 2_000, 1);
        SimulationResult result = Simulation.run(settings, 0.7, SimulatedPolicy.parse(policy), FaultPlan.NONE);
        assertEquals(2_200, result.counts().finished(), "none dropped");
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldLoseDoubleAndStarveNoneUnderExploration(String policy) {
        int[] slices = {3, 1, 2, 1};
        StepProgram program = new StepProgram(SimulatedPolicy.parse(policy), 2, slices, 2, slices.length).withTimers(2,
                2);
        Exploration all = Explorer.exhaustive(program, 2, 200_000);
        assertNull(all.failure(), () -> all.failure().report());
        assertTrue(all.complete(), "runs " + all.runs());
    }

    /** Handles that one policy takes over from another by a swap are not lost, either. */
    @ParameterizedTest
    @MethodSource("all")
    void shouldTakeThePlaceOfAnother(String policy) {
        for (String first : List.of("central/time-slice", "hash/fifo")) {
            StepProgram program = new StepProgram(SimulatedPolicy.parse(first), 2, new int[]{2, 1, 1}, 2, 3)
                    .swappingTo(SimulatedPolicy.parse(policy));
            Exploration all = Explorer.exhaustive(program, 2, 200_000);
            assertNull(all.failure(), () -> all.failure().report());
        }
    }
}
