package io.creel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.policy.PolicyAxis;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.where.central.Central;
import io.creel.sim.explore.ChoiceTrace;
import io.creel.sim.explore.Explorer;
import io.creel.sim.explore.Explorer.Exploration;
import io.creel.sim.explore.Failure;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Production policies under every order of events there is, and the canaries: planted bugs that must be found. */
class ExplorationTest {
    private static final int[] SLICES = {3, 1, 2, 1};
    private static final int MOST_PASSED = 3;

    private record Planted(String message, Function<String, When> when) {
        @Override
        public String toString() {
            return message;
        }
    }

    private static StepProgram program(Function<String, When> when) {
        return new StepProgram(new SimulatedPolicy("planted", environment -> new Central(),
                (environment, name) -> when.apply(name)), 2, new int[]{3, 2, 2, 1, 1, 1}, 2, MOST_PASSED);
    }

    static List<Planted> planted() {
        return List.of(new Planted("handle lost", PlantedBugs.Loses::new),
                new Planted("work waits and a core that may take it finds none", PlantedBugs.LosesAndCounts::new),
                new Planted("handle counted twice", PlantedBugs.Doubles::new),
                new Planted("request is starved", PlantedBugs.Starves::new),
                new Planted("work waits and a core that may take it finds none", PlantedBugs.Idles::new));
    }

    @ParameterizedTest
    @MethodSource("planted")
    void shouldFindAPlantedBugAtRandomReplayItAndShortenIt(Planted planted) {
        StepProgram program = program(planted.when);
        Exploration found = Explorer.random(program, 1, 10_000);
        check(planted, program, found.failure());
        assertEquals(found.failure().events(), Explorer.random(program, found.failure().seed(), 1).failure().events(),
                "the seed is enough");
    }

    @ParameterizedTest
    @MethodSource("planted")
    void shouldFindAPlantedBugWhenExhaustive(Planted planted) {
        StepProgram program = program(planted.when);
        check(planted, program, Explorer.exhaustive(program, 8, 300_000).failure());
    }

    private static void check(Planted planted, StepProgram program, Failure failure) {
        assertNotNull(failure, "not found");
        Failure again = Explorer.replay(program, ChoiceTrace.parse(failure.trace().toString()));
        assertEquals(failure.events(), again.events());
        Failure shortest = Explorer.minimise(program, failure, 20_000);
        assertTrue(shortest.events().size() <= 20, shortest::report);
        assertTrue(shortest.cause().getMessage().startsWith(planted.message + ": "), shortest::report);
        assertTrue(shortest.report().contains("trace " + shortest.trace()), shortest::report);
    }

    @Test
    void shouldFindNothingInTheSameProgramWithoutABug() {
        StepProgram program = program(PlantedBugs.Slices::new);
        assertNull(Explorer.random(program, 1, 3_000).failure());
    }

    @ParameterizedTest
    @MethodSource("io.creel.sim.SimulationTest#policies")
    void shouldLoseDoubleAndStarveNoRequestInAnyOrderOfEvents(SimulatedPolicy policy) {
        StepProgram program = new StepProgram(policy, 2, SLICES, 2, SLICES.length);
        Exploration all = Explorer.exhaustive(program, 3, 200_000);
        assertNull(all.failure(), () -> all.failure().report());
        assertTrue(all.complete(), "runs " + all.runs());
        Exploration random = Explorer.random(new StepProgram(policy, 3, new int[]{4, 1, 3, 2, 1, 2, 1, 1}, 2, 8), 1,
                2_000);
        assertNull(random.failure(), () -> random.failure().report());
    }

    static Stream<SimulatedPolicy> scaled() {
        return Policies.names(PolicyAxis.SCALING).stream()
                .flatMap(scaling -> Stream.of("central/time-slice/", "stealing/fifo/")
                        .map(policy -> SimulatedPolicy.parse(policy + scaling)));
    }

    /**
     * Two scalings measure the work done since their last look, which stands still here; ScalingPropertyTest tests that
     * they settle.
     */
    @ParameterizedTest
    @MethodSource("scaled")
    void shouldSettleAndLeaveNoRequestBehindWhenCoresComeAndGo(SimulatedPolicy policy) {
        boolean weighsWork = policy.name().matches(".*(arachne|utilisation-range)");
        StepProgram program = new StepProgram(policy, 2, SLICES, 2, SLICES.length).withTimers(6, weighsWork ? 6 : 1);
        Exploration some = Explorer.exhaustive(program, 2, 20_000);
        assertNull(some.failure(), () -> some.failure().report());
        Exploration random = Explorer.random(program, 1, 3_000);
        assertNull(random.failure(), () -> random.failure().report());
    }

    @Test
    void shouldFindBrokenHysteresisInBothWaysAndShortenIt() {
        Planted planted = new Planted("active cores go up and down", null);
        StepProgram program = new StepProgram(
                new SimulatedPolicy("planted", environment -> new Central(), (environment, name) -> new Fifo(name),
                        environment -> new PlantedBugs.NeverContent()),
                2, SLICES, 1, SLICES.length).withTimers(6, 1);
        check(planted, program, Explorer.random(program, 1, 10_000).failure());
        check(planted, program, Explorer.exhaustive(program, 8, 300_000).failure());
    }

    @ParameterizedTest
    @MethodSource("io.creel.sim.SimulationTest#policies")
    void shouldLoseNoRequestWhenThePolicyIsSwappedAtAnyTime(SimulatedPolicy policy) {
        for (SimulatedPolicy next : SimulationTest.policies()) {
            StepProgram program = new StepProgram(policy, 2, new int[]{2, 1, 1}, 2, 3).swappingTo(next);
            Exploration all = Explorer.exhaustive(program, 3, 200_000);
            assertNull(all.failure(), () -> all.failure().report());
            assertTrue(all.complete(), "runs " + all.runs());
        }
    }

    /** The canary of the swap: handles that wait with the previous policy are looked for as well. */
    @Test
    void shouldFindAPolicyThatLosesAHandleWhenItHasBeenSwappedOut() {
        StepProgram program = program(PlantedBugs.Loses::new).swappingTo(Runs.HASH);
        Failure failure = Explorer.random(program, 1, 10_000).failure();
        assertNotNull(failure, "not found");
        Failure shortest = Explorer.minimise(program, failure, 20_000);
        assertTrue(shortest.cause().getMessage().startsWith("handle lost: "), shortest::report);
    }
}
