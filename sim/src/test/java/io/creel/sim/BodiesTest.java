package io.creel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.queues.ListStash;
import io.creel.schedulers.Machine;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementMachine;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.where.Where;
import io.creel.sim.load.ArrivalPlan;
import io.creel.sim.load.Flows;
import io.creel.sim.load.ServiceMix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bodies of production, in virtual time. */
class BodiesTest {
    private static final long SAMPLES = 20_000;

    private static SimulationResult run(SimulatedPolicy policy, SimulationSettings settings, double load, String faults,
            Function<Machine, Body<Request>> bodies) {
        return Simulation.run(settings, load, policy, FaultPlan.parse(faults, settings.cores()), bodies);
    }

    private static Function<Machine, Body<Request>> works() {
        return machine -> request -> machine.work(request.serviceNs());
    }

    /** A body that only takes its time behaves like a request without a body, to the last nanosecond. */
    @ParameterizedTest
    @MethodSource("io.creel.sim.SimulationTest#policies")
    void shouldBeTheSameRunAsWithoutBodiesWhenTheyOnlyTakeTime(SimulatedPolicy policy) {
        Costs costs = Costs.parse("preempt=.1us,steal=.2us,dispatch=10ns,pop=.1us+.02us/item,switch=30ns");
        SimulationSettings settings = Runs.settings(4, "HB", costs, SAMPLES, 7);
        SimulationResult without = Simulation.run(settings, 0.7, policy);
        SimulationResult with = run(policy, settings, 0.7, "none", works());
        assertEquals(without.counts(), with.counts());
        assertEquals(without.all().meanNs(), with.all().meanNs());
        assertEquals(without.all().slowdown(99.9), with.all().slowdown(99.9));
    }

    /** Work in two parts is the same as in one, except for the order of requests at the same nanosecond. */
    @Test
    void shouldGoOnWithTheSliceThatItHasBegun() {
        SimulationSettings settings = Runs.settings(4, "exp:10us", SAMPLES, 3);
        Function<Machine, Body<Request>> halves = machine -> request -> {
            machine.work(request.serviceNs() / 2);
            machine.work(request.serviceNs() - request.serviceNs() / 2);
        };
        for (SimulatedPolicy policy : List.of(Runs.CENTRAL, Runs.TWO_QUEUES)) {
            SimulationResult one = run(policy, settings, 0.7, "none", works());
            SimulationResult two = run(policy, settings, 0.7, "none", halves);
            assertEquals(one.counts().busyNs(), two.counts().busyNs(), policy.name());
            assertEquals(one.counts().preemptions(), two.counts().preemptions(),
                    one.counts().preemptions() * 0.001, policy.name());
            assertEquals(one.all().meanNs(), two.all().meanNs(), one.all().meanNs() * 0.001, policy.name());
        }
    }

    /** Four cores behind one lock are one server: M/D/1 (Pollaczek-Khinchine). */
    @Test
    void shouldWaitForALockAsTheoryOfOneServerSays() {
        CoroutineLock lock = new CoroutineLock("everybody's");
        SimulationSettings settings = Runs.settings(4, "FX1", 200_000, 5);
        SimulationResult result = run(Runs.CENTRAL, settings, 0.15, "none", machine -> request -> {
            lock.lock();
            try {
                machine.work(request.serviceNs());
            } finally {
                lock.unlock();
            }
        });
        double load = 0.15 * 4;
        assertEquals(Theory.mg1Mean(load, 1), result.all().meanNs() / 1_000.0, 0.03);
        assertEquals(result.counts().arrived(), result.counts().finished());
    }

    /**
     * Odd requests wait in a stash, and the next even one releases them: they find their core again through the policy.
     */
    private static Function<Machine, Body<Request>> pairs(List<Long> order) {
        ListStash waiting = new ListStash("odd");
        return machine -> request -> {
            machine.work(1_000);
            if (request.number() % 2 == 1) {
                Coroutine.await(waiting);
            } else {
                for (Coroutine odd = waiting.pop(); odd != null; odd = waiting.pop()) {
                    assertTrue(machine.place(odd));
                }
                Coroutine.transfer(machine);
            }
            machine.work(1_000);
            order.add(request.number());
        };
    }

    @ParameterizedTest
    @MethodSource("io.creel.sim.SimulationTest#policies")
    void shouldLoseNoBodyThatWaitsInAStashUnderAnyFault(SimulatedPolicy policy) {
        SimulationSettings settings = Runs.settings(4, "FX1", SAMPLES + 1, 5);
        String faults = "slow:0@1ms+5ms*3,stall:1@2ms+1ms,jump:@3ms+7ms,swap:jbsq(2)/time-slice(1us)@2ms";
        List<Long> once = new ArrayList<>();
        SimulationResult result = run(policy, settings, 0.3, faults, pairs(once));
        assertEquals(result.counts().arrived(), result.counts().finished());
        List<Long> again = new ArrayList<>();
        assertEquals(result.counts(), run(policy, settings, 0.3, faults, pairs(again)).counts());
        assertEquals(once, again, "repeatable");
    }

    @Test
    void shouldFindABodyThatIsNeverResumed() {
        ListStash forgotten = new ListStash("forgotten");
        SimulationSettings settings = Runs.settings(2, "FX1", 10, 1);
        String message = assertThrows(BrokenInvariantException.class,
                () -> run(Runs.CENTRAL, settings, 0.3, "none", machine -> request -> Coroutine.await(forgotten)))
                .getMessage();
        assertTrue(message.startsWith("nothing more happens and requests are left: requests="), message);
    }

    @Test
    void shouldFindABodyThatHandsItselfOutTwice() {
        SimulationSettings settings = Runs.settings(2, "FX1", 10, 1);
        RuntimeException refused = assertThrows(RuntimeException.class,
                () -> run(Runs.CENTRAL, settings, 0.3, "none", machine -> request -> Coroutine.transfer(self -> {
                    machine.place(self);
                    machine.place(self);
                    return null;
                })));
        assertTrue(refused.getMessage().contains("stage=QUEUED"), refused.getMessage());
    }

    @Test
    void shouldReportTheExceptionOfABody() {
        SimulationSettings settings = Runs.settings(2, "FX1", 10, 1);
        IllegalStateException failed = assertThrows(IllegalStateException.class,
                () -> run(Runs.CENTRAL, settings, 0.3, "none", machine -> request -> {
                    throw new IllegalArgumentException("no such flow");
                }));
        assertEquals("body failed: core=0, failure=java.lang.IllegalArgumentException: no such flow",
                failed.getMessage());
    }

    @Test
    void shouldGiveNoTimeToACancelledBody() {
        SimulationResult result = run(Runs.CENTRAL, Runs.settings(2, "FX1", 100, 1), 0.3, "none",
                machine -> request -> {
                    machine.work(300);
                    Coroutine.current().cancel();
                    machine.work(700);
                });
        assertEquals(result.counts().arrived(), result.counts().finished());
        assertEquals(300 * result.counts().arrived(), result.counts().busyNs());
    }

    /** A permit wakes each of them past the placement: they are slow there, too. */
    @Test
    void shouldTakeLongerOnASlowCoreAlsoWhenWoken() {
        SimulationSettings settings = Runs.settings(1, "FX1", 100, 1);
        long[] busyNs = new long[2];
        for (int i = 0; i < 2; i++) {
            CoroutineSemaphore permits = new CoroutineSemaphore("permits", 0);
            busyNs[i] = run(Runs.CENTRAL, settings, 0.1, i == 0 ? "none" : "slow:0@0ns+1s*3", machine -> request -> {
                if (request.number() % 2 == 0) {
                    permits.acquire();
                    machine.work(1_000);
                } else {
                    permits.release();
                }
            }).counts().busyNs();
        }
        assertEquals(3 * busyNs[0], busyNs[1]);
    }

    @Test
    void shouldRefuseWorkOutsideACoroutine() {
        SimulationSettings settings = Runs.settings(1, "FX1", 10, 1);
        String message = assertThrows(IllegalStateException.class,
                () -> run(Runs.CENTRAL, settings, 0.1, "none", machine -> {
                    machine.work(1);
                    return request -> {
                    };
                })).getMessage();
        assertTrue(message.startsWith("transfer refused: coroutine=none"), message);
    }

    @Test
    void shouldNoticeABodyThatTakesNoTimeForEver() {
        SimulationSettings settings = Runs.settings(1, "FX1", 10, 1);
        String message = assertThrows(BrokenInvariantException.class,
                () -> run(Runs.CENTRAL, settings, 0.3, "none", machine -> request -> {
                    while (true) {
                        Coroutine.transfer(machine);
                    }
                })).getMessage();
        assertTrue(message.startsWith("virtual time does not advance: "), message);
    }

    /**
     * One request, on any machine, does three parts of work, and records the order in which the policy lets the parts
     * run.
     */
    private static void serve(Machine machine, int name, List<Integer> order) {
        for (int part = 0; part < 3; part++) {
            machine.work(1_000);
            order.add(name);
            Coroutine.transfer(machine);
        }
    }

    /** The very same body, on one real worker and on one simulated core, is served in the same order. */
    @Test
    void shouldServeTheSameBodyInTheSameOrderAsARealWorker() {
        List<Integer> simulated = new ArrayList<>();
        SimulationSettings settings = new SimulationSettings(1,
                ServiceMix.parse("fixed:1us"),
                ArrivalPlan.parse("fixed"), new Flows(1, 0),
                Costs.NONE, false, 1, 1 << 12, 5, 0, 1 << 10, 1);
        run(Runs.CENTRAL, settings, 1_000, "none",
                machine -> request -> serve(machine, (int) request.number(), simulated));

        List<Integer> real = new ArrayList<>();
        AtomicInteger ended = new AtomicInteger();
        Placement placement = Placement.builder("real", 1, System::nanoTime).build();
        Machine machine = new PlacementMachine(placement, System::nanoTime);
        for (int i = 0; i < 5; i++) {
            int name = i;
            placement.place(Coroutine.create(none -> {
                serve(machine, name, real);
                ended.incrementAndGet();
            }, null), Where.NONE);
        }
        try (WorkerGroup group = new WorkerGroup("real", 1)) {
            placement.onWake(worker -> group.worker(worker).wake());
            group.startEach(index -> new PlacementProgram(placement, index, 1, System::nanoTime));
            Awaitility.await().until(() -> ended.get() == 5);
        }
        assertFalse(simulated.isEmpty());
        assertEquals(simulated, real);
        assertEquals(List.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4), real);
    }
}
