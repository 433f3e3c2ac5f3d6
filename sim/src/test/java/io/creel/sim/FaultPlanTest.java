package io.creel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.where.central.Central;
import io.creel.sim.load.Chance;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Under every fault, no handle is lost and none is twice: checked after every step of every run here. */
class FaultPlanTest {
    private static final long SAMPLES = 20_000;
    private static final List<String> OTHERS = List.of("jbsq(2)/time-slice(5us)", "hash", "stealing/two-queue",
            "central/fifo/tas",
            "two-level", "shortest/lifo-slot");

    private static SimulationResult run(SimulatedPolicy policy, String faults) {
        SimulationSettings settings = Runs.settings(4, "HB", Costs.parse("preempt=.1us"), SAMPLES, 1);
        return Simulation.run(settings, 0.6, policy, FaultPlan.parse(faults, 4));
    }

    @ParameterizedTest
    @MethodSource("io.creel.sim.SimulationTest#policies")
    void shouldLoseNothingWhenCoresAreSlowOrStallOrTheClockJumps(SimulatedPolicy policy) {
        SimulationResult result = run(policy,
                "slow:0@101ms+50ms*3,stall:1@102ms+9ms,stall:2@102ms+1ms,stall:1@104ms+1ms,jump:@103ms+7ms,"
                        + "jump:@109ms-7ms");
        assertEquals(result.counts().arrived(), result.counts().finished());
        assertTrue(result.all().sojournNs(100) > 5_000_000, "a request met the stall: " + result.all().sojournNs(100));
    }

    /** Random plans, like those of a user; a failure names seed and plan. */
    @ParameterizedTest
    @MethodSource("io.creel.sim.SimulationTest#policies")
    void shouldLoseNoRequestUnderRandomPlans(SimulatedPolicy policy) {
        for (int seed = 1; seed <= 20; seed++) {
            Chance chance = new Chance(seed, "faults");
            StringBuilder plan = new StringBuilder("lostwake:999999999");
            for (int i = 0; i < 12; i++) {
                String at = "@" + chance.nextInt(40_000) + "us";
                String length = "+" + (1 + chance.nextInt(3_000)) + "us";
                plan.append(switch (chance.nextInt(5)) {
                    case 0 -> ",slow:" + chance.nextInt(4) + at + length + "*" + (1 + chance.nextInt(9));
                    case 1 -> ",stall:" + chance.nextInt(4) + at + length;
                    case 2 -> ",jump:" + at + length;
                    case 3 -> ",swap:" + OTHERS.get(chance.nextInt(OTHERS.size())) + at;
                    default -> ",full:" + at + length;
                });
            }
            SimulationSettings settings = Runs.settings(4, "HB", Costs.parse("preempt=.1us"), 2_000, seed);
            SimulationResult result = Simulation.run(settings, 0.8, policy, FaultPlan.parse(plan.toString(), 4));
            assertEquals(result.counts().arrived(), result.counts().finished() + result.counts().dropped(),
                    policy.name() + ", seed " + seed + ", plan " + plan);
        }
    }

    /**
     * The old policy's queue is served to its end, and the new one's order holds from the swap on: the test uses an
     * order that only the new one has.
     */
    @ParameterizedTest
    @MethodSource("io.creel.sim.SimulationTest#policies")
    void shouldServeByTheNextPolicyFromASwapOn(SimulatedPolicy policy) {
        SimulationResult result = run(policy, "swap:central/time-slice(5us)@1ms,swap:central/fifo@200ms");
        assertEquals(result.counts().arrived(), result.counts().finished());
        SimulationResult whole = run(policy, "swap:central/time-slice(5us)@1ms");
        assertTrue(whole.counts().preemptions() > 1.5 * result.counts().preemptions()
                && result.counts().preemptions() > 100,
                "preemptions " + whole.counts().preemptions() + ", " + result.counts().preemptions());
    }

    @Test
    void shouldCountHandlesThatAFullQueueRefuses() {
        SimulationResult result = run(Runs.CENTRAL, "full:@1ms+10ms");
        assertTrue(result.counts().dropped() > 100, "dropped " + result.counts().dropped());
        assertEquals(result.counts().arrived(), result.counts().finished() + result.counts().dropped());
    }

    @Test
    void shouldGoOnWithoutADeadCoreWhenOthersMayTakeItsWork() {
        for (SimulatedPolicy policy : new SimulatedPolicy[]{Runs.CENTRAL, Runs.STEALING}) {
            SimulationResult result = run(policy, "death:3@5ms");
            long stranded = result.counts().arrived() - result.counts().finished();
            assertTrue(stranded <= 1, policy.name() + " stranded " + stranded + ", a batch of one at most");
        }
    }

    @Test
    void shouldFindThatAHashLeavesTheQueueOfADeadCoreAlone() {
        String message = assertThrows(BrokenInvariantException.class, () -> run(Runs.HASH, "death:3@5ms")).getMessage();
        assertTrue(message.startsWith("nothing more happens and requests are left: requests="), message);
    }

    /** The canary of the wake-ups: a core that looks for work only when it is woken must be woken. */
    @Test
    void shouldFindALostWakeUp() {
        SimulationSettings settings = Runs.settings(2, "FX1", 3, 1);
        String message = assertThrows(BrokenInvariantException.class,
                () -> Simulation.run(settings, 0.01, Runs.CENTRAL, FaultPlan.parse("lostwake:1", 2))).getMessage();
        assertEquals("nothing more happens and requests are left: requests=3, waiting=3",
                message.substring(0, message.lastIndexOf(',')));
    }

    private static SimulatedPolicy planted(Function<String, PlantedBugs.Slices> when) {
        return new SimulatedPolicy("planted", environment -> new Central(), (environment, name) -> when.apply(name));
    }

    /** The canaries of the counts. */
    @Test
    void shouldFindPlantedBugsInAnOrdinaryRun() {
        assertTrue(broken(PlantedBugs.Loses::new).startsWith("handle lost: placed="));
        assertTrue(broken(PlantedBugs.Doubles::new).startsWith("handle counted twice: placed="));
        assertNotNull(run(planted(PlantedBugs.Slices::new), "jump:@1ms+1us"));
    }

    private static String broken(Function<String, PlantedBugs.Slices> when) {
        return assertThrows(BrokenInvariantException.class, () -> run(planted(when), "jump:@1us+1ns")).getMessage();
    }

    @Test
    void shouldListReadableFormsWhenATextCannotBeRead() {
        String known = ", known=slow:CORE@TIME+TIME*FACTOR, stall:CORE@TIME+TIME, death:CORE@TIME, jump:@TIME+TIME,"
                + " jump:@TIME-TIME, full:@TIME+TIME, swap:POLICY@TIME, lostwake:N";
        for (String wrong : new String[]{"slowe:1@1ms+1ms*2", "slow:1@1ms+1ms", "stall:@1ms+1ms", "death:1@1ms+1ms",
                "jump:1@1ms+1ms", "full:@1ms-1ms", "lostwake:0", "death"}) {
            assertEquals("fault cannot be read: text=" + wrong + known, refused(wrong));
        }
        assertEquals("fault names a core that is not there: text=death:4@1ms, cores=4", refused("death:4@1ms"));
        assertTrue(
                refused("swap:centrle@1ms")
                        .startsWith("unknown where: name=centrle, similar=[central], known=[central, "),
                refused("swap:centrle@1ms"));
        assertEquals("duration cannot be read: text=1, known=a number and ns, us, µs, ms or s, such as 0.5us",
                refused("death:1@1"));
    }

    private static String refused(String text) {
        return assertThrows(IllegalArgumentException.class, () -> FaultPlan.parse(text, 4)).getMessage();
    }
}
