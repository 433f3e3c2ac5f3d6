package io.creel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.sim.load.ArrivalPlan;
import io.creel.sim.load.Flows;
import io.creel.sim.load.ServiceMix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {
    private static final long SAMPLES = 50_000;

    static List<SimulatedPolicy> policies() {
        return List.of(Runs.CENTRAL, Runs.TWO_QUEUES, Runs.HASH, Runs.STEALING);
    }

    private static String digest(SimulationResult result) {
        return result.counts() + " " + result.all().meanNs() + " " + result.all().sojournNs(99) + " "
                + result.all().slowdown(99.9);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldGiveTheSameResultWhenTheSeedIsTheSame(SimulatedPolicy policy) {
        Costs costs = Costs.parse("preempt=.1us,steal=.2us,dispatch=10ns,pop=.1us+.02us/item,switch=30ns");
        SimulationSettings settings = Runs.settings(4, "HB", costs, SAMPLES, 7);
        String once = digest(Simulation.run(settings, 0.7, policy));
        assertEquals(once, digest(Simulation.run(settings, 0.7, policy)));
        assertNotEquals(once, digest(Simulation.run(Runs.settings(4, "HB", costs, SAMPLES, 8), 0.7, policy)));
    }

    /** The same seed on every machine: these numbers change with the simulator, never with the machine. */
    @Test
    void shouldGiveTheseVeryNumbers() {
        SimulationResult result = Simulation.run(Runs.settings(4, "HB", SAMPLES, 1), 0.7, Runs.CENTRAL);
        assertEquals("Counts[arrived=55000, finished=55000, dropped=0, endNs=999657760, events=110000, preemptions=0,"
                + " steals=0, wakes=0, busyNs=2782351000, overheadNs=0, awakeNs=3998631040, dispatcherBusyNs=0,"
                + " mostInFlight=23, lastArrivalNs=999627671, busyNsAtLastArrival=2782319911,"
                + " busiestNsAtLastArrival=823988000] 68888.49954 223295.5 207.4235", digest(result));
    }

    /** Two policies are compared on the very same requests, although they draw other numbers differently. */
    @Test
    void shouldOfferTheSameRequestsToEveryPolicy() {
        SimulationSettings settings = Runs.settings(4, "EX10", SAMPLES, 3);
        long busyNs = Simulation.run(settings, 0.6, Runs.CENTRAL).counts().busyNs();
        for (SimulatedPolicy policy : policies()) {
            assertEquals(busyNs, Simulation.run(settings, 0.6, policy).counts().busyNs(), policy.name());
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldEndEveryRequestAndBookEveryNanosecond(SimulatedPolicy policy) {
        SimulationResult result = Simulation.run(Runs.settings(3, "XB", Costs.parse("switch=50ns"), SAMPLES, 2), 0.6,
                policy);
        SimulationResult.Counts counts = result.counts();
        assertEquals(SAMPLES + SAMPLES / 10, counts.arrived());
        assertEquals(counts.arrived(), counts.finished());
        assertEquals(0, counts.dropped());
        assertEquals(SAMPLES, result.all().samples());
        assertEquals(0.6, counts.utilisation(3), 0.03);
        assertEquals(50 * (counts.arrived() + counts.preemptions()), counts.overheadNs(), "a switch for each slice");
        assertEquals(3, counts.meanCores(), 1e-9);
    }

    @Test
    void shouldCountDroppedRequestsAsInfinitelyLateWhenTooManyAreInFlight() {
        SimulationSettings settings = new SimulationSettings(1, ServiceMix.parse("FX1"), ArrivalPlan.parse("fixed"),
                new Flows(1, 0), Costs.NONE, false, 1, 16, 10_000, 0, 10, 1);
        SimulationResult result = Simulation.run(settings, 2, Runs.CENTRAL);
        assertEquals(0.5, (double) result.all().dropped() / result.all().samples(), 0.01);
        assertEquals(10, result.counts().mostInFlight());
        assertEquals(10_000, result.all().sojournNs(49), 100, "ten in the system");
        assertEquals(Double.POSITIVE_INFINITY, result.all().sojournNs(51));
    }

    @Test
    void shouldPreemptOnlyWhenOtherWorkWaits() {
        SimulationSettings settings = new SimulationSettings(1, ServiceMix.parse("fixed:100us"),
                ArrivalPlan.parse("fixed"), new Flows(1, 0), Costs.NONE, false, 1, 16, 100, 0, 16, 1);
        assertEquals(0, Simulation.run(settings, 0.5, Runs.TWO_QUEUES).counts().preemptions());
        assertTrue(Simulation.run(settings, 1.5, Runs.TWO_QUEUES).counts().preemptions() > 100);
    }

    /** One dispatcher that spends 0.1 us per request can hand out ten in a microsecond, however many cores wait. */
    @Test
    void shouldBeLimitedByTheDispatcherWhenItCostsSomething() {
        SimulationSettings settings = Runs.settings(64, "EX1", Costs.parse("dispatch=.1us"), SAMPLES, 1);
        SimulationResult result = Simulation.run(settings, 0.5, Runs.CENTRAL);
        assertEquals(10.0 / 64, result.counts().utilisation(64), 0.01);
        assertEquals(1, (double) result.counts().dispatcherBusyNs() / result.counts().endNs(), 0.01);
    }

    /** Of 100 us and 50 us more to begin it, one each 66.7 us: 44 % are served, however often each is preempted. */
    @Test
    void shouldPayForTheBeginningOfEachRequestOnce() {
        SimulationSettings settings = new SimulationSettings(1, ServiceMix.parse("fixed:100us"),
                ArrivalPlan.parse("fixed"), new Flows(1, 0), Costs.parse("begin=50us"), false, 1, 16, 10_000, 0, 16, 1);
        SimulationResult result = Simulation.run(settings, 1.5, Runs.TWO_QUEUES);
        assertTrue(result.counts().preemptions() > 10_000);
        assertEquals(1 - 1 / 1.5 / 1.5, (double) result.all().dropped() / result.all().samples(), 0.01);
    }

    @Test
    void shouldMakeTakesWaitForTheLockOfTheQueue() {
        SimulationSettings settings = Runs.settings(16, "FX1", Costs.parse("pop=.2us"), SAMPLES, 1);
        SimulationResult result = Simulation.run(settings, 0.6, Runs.CENTRAL);
        assertEquals(5.0 / 16, result.counts().utilisation(16), 0.01, "five pops in a microsecond and no more");
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertEquals("cores must be from 1 to 4096: cores=0",
                assertThrows(IllegalArgumentException.class, () -> Runs.settings(0, "EX1", 1, 1)).getMessage());
        assertEquals("samples must be from 1 to 10000000000: samples=0",
                assertThrows(IllegalArgumentException.class, () -> Runs.settings(1, "EX1", 0, 1)).getMessage());
    }

    /** The map of flows to cores is drawn per seed, and as uneven as a random map. */
    @Test
    void shouldDrawTheMapOfHashedFlowsPerSeed() {
        double sum = 0;
        for (int seed = 1; seed <= 8; seed++) {
            SimulationSettings settings = new SimulationSettings(16, ServiceMix.parse("FX1"),
                    ArrivalPlan.parse("poisson"), new Flows(512, 0), Costs.NONE, false, 1, 1 << 12, 50_000, 0, 1 << 16,
                    seed);
            SimulationResult.Counts counts = Simulation.run(settings, 0.3, Runs.HASH).counts();
            sum += 16.0 * counts.busiestNsAtLastArrival() / counts.busyNsAtLastArrival();
        }
        assertEquals(1.33, sum / 8, 0.08, "max over mean");
    }
}
