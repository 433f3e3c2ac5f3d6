package io.creel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.scaling.Hysteresis;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.scaling.standing.StandingQueue;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.timeslice.TimeSlice;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import io.creel.schedulers.where.hash.FlowHash;
import io.creel.schedulers.where.stealing.Stealing;
import io.creel.sim.load.ArrivalPlan;
import io.creel.sim.load.Flows;
import io.creel.sim.load.ServiceMix;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The controller of real groups, in the simulator: the same scaling policy, the same hand-over, the same states of
 * workers. It must lose no request, and must not go up and down more often than its hysteresis allows.
 */
class GroupControlTest {
    private static final long KEEP_NS = 200_000;
    private static final int CORES = 4;
    private static final long REQUESTS = 8_000;
    /** A plan that is not empty lets the simulation check its invariants at every step; this fault never happens. */
    private static final FaultPlan CHECKED = new FaultPlan(List.of(), Integer.MAX_VALUE);

    /** Counts how often the number of active cores falls. */
    private static final class Watched implements Scaling {
        private final Scaling policy;
        private long firstNs = Long.MIN_VALUE;
        private long lastNs;
        private int falls;

        Watched(Scaling policy) {
            this.policy = policy;
        }

        @Override
        public String name() {
            return policy.name();
        }

        @Override
        public long periodNs() {
            return policy.periodNs();
        }

        @Override
        public int active(Signals signals, int queues, int active, long nowNs) {
            firstNs = firstNs == Long.MIN_VALUE ? nowNs : firstNs;
            lastNs = nowNs;
            int next = Math.clamp(policy.active(signals, queues, active, nowNs), 1, signals.workers());
            falls += next < active ? 1 : 0;
            return next;
        }

        void requireBound() {
            long allowed = (lastNs - firstNs) / KEEP_NS + 1;
            if (falls > allowed) {
                throw new AssertionError("active cores oscillate: policy=" + name() + ", falls=" + falls + ", allowed="
                        + allowed);
            }
        }
    }

    private static Watched run(Supplier<Where> where, boolean sliced, Scaling scaling, String mix, double load) {
        Watched watched = new Watched(scaling);
        var policy = new SimulatedPolicy("controlled", _ -> where.get(),
                (environment, name) -> sliced ? new TimeSlice(name, 5_000) : new Fifo(name), _ -> watched);
        var settings = new SimulationSettings(CORES, ServiceMix.parse(mix), ArrivalPlan.parse("poisson"),
                new Flows(1 << 20, 0), Costs.NONE, false, 8, 1 << 12, REQUESTS, REQUESTS / 10, 1 << 18, 1);
        SimulationResult result = Simulation.run(settings, load, policy, CHECKED);
        assertEquals(0, result.counts().dropped());
        assertEquals(result.counts().arrived(), result.counts().finished());
        return watched;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.4, 0.7})
    void shouldHoldItsBoundAndLoseNothing(double load) {
        for (String mix : new String[]{"EX10", "XB"}) {
            Scaling standing = new Hysteresis(new StandingQueue(5_000), KEEP_NS);
            run(Central::new, false, standing, mix, load).requireBound();
            standing = new Hysteresis(new StandingQueue(5_000), KEEP_NS);
            run(() -> new FlowHash(Environment::flowOf), true, standing, mix, load).requireBound();
            standing = new Hysteresis(new StandingQueue(5_000), KEEP_NS);
            run(Stealing::new, true, standing, mix, load).requireBound();
        }
    }

    /** The same policy without hysteresis. */
    @Test
    void shouldCatchAControllerThatOscillates() {
        Watched nervous = run(Central::new, false, new StandingQueue(5_000), "EX10", 0.5);
        assertTrue(assertThrows(AssertionError.class, nervous::requireBound).getMessage()
                .startsWith("active cores oscillate: policy=standing-queue, falls="));
    }

    /** Every look changes the number of cores, so cores hand over at every moment of a request's life. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLoseNothingWhenCoresComeAndGoAtEveryLook(boolean sliced) {
        for (Supplier<Where> where : List.<Supplier<Where>>of(Central::new, Stealing::new,
                () -> new FlowHash(Environment::flowOf))) {
            Watched changes = run(where, sliced, new Scaling() {
                private int looks;

                @Override
                public String name() {
                    return "nervous";
                }

                @Override
                public long periodNs() {
                    return 3_000;
                }

                @Override
                public int active(Signals signals, int queues, int active, long nowNs) {
                    return 1 + 3 * (looks++ % 2);
                }
            }, "EX10", 0.25);
            assertTrue(changes.falls > 1_000, "falls=" + changes.falls);
        }
    }
}
