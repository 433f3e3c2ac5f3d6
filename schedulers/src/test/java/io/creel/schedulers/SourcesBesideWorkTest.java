package io.creel.schedulers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.DutyCycle;
import io.creel.core.WaitSource;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.services.Services;
import io.creel.schedulers.services.ServicesProgram;
import io.creel.schedulers.when.timeslice.TimeSlice;
import io.creel.schedulers.where.Where;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A packet that arrives while best-effort work runs waits for a slice of that work, in a time that the work makes pass.
 */
class SourcesBesideWorkTest {
    private static final long SLICE_NS = 5_000;
    private static final long STEP_NS = 1_000;
    private static final int STEPS = 400;

    private long nowNs;
    private final Nic nic = new Nic();

    /** A packet arrives every 100 us; each waits until the worker polls. */
    private final class Nic implements WaitSource {
        static final long GAP_NS = 100_000;

        long nextNs = GAP_NS / 2;
        long longestNs;
        int packets;

        int poll() {
            DutyCycle.here().sources().add(this);
            int found = 0;
            for (; hasWork(); nextNs += GAP_NS) {
                longestNs = Math.max(longestNs, nowNs - nextNs);
                packets++;
                found++;
            }
            return found;
        }

        @Override
        public boolean hasWork() {
            return nowNs >= nextNs;
        }

        @Override
        public long beginWait(DutyCycle by, Runnable wake) {
            return 0;
        }

        @Override
        public void endWait() {
        }

        @Override
        public boolean canWake() {
            return true;
        }
    }

    private void work(Object name) {
        for (int i = 0; i < STEPS; i++) {
            nowNs += STEP_NS;
            Coroutine.checkpoint();
        }
    }

    private WorkerProgram program(String kind, int jobs) {
        if (kind.equals("placement")) {
            Placement placement = Placement.builder("web", 1, () -> nowNs)
                    .when(queue -> new TimeSlice(queue, SLICE_NS)).build();
            for (int i = 0; i < jobs; i++) {
                assertTrue(placement.place(Coroutine.create(this::work, "job"), Where.NONE));
            }
            return new PlacementProgram(placement, 0, 32, () -> nowNs);
        }
        Services services = Services.builder("test", 1, PolicyContext.of(new SplittableRandom(1), () -> nowNs))
                .add("class bulk: when time-slice(5us)").build();
        for (int i = 0; i < jobs; i++) {
            assertTrue(services.get("bulk").place(Coroutine.create(this::work, "job"), Where.NONE));
        }
        return new ServicesProgram(services, 0, 32, () -> nowNs);
    }

    /** Also behind other handles of the same batch, each of which has a slice. */
    @ParameterizedTest
    @CsvSource({"placement, 1", "placement, 20", "services, 1", "services, 20"})
    void shouldPollWithinASliceWhenASourceHasWork(String kind, int jobs) {
        WorkerProgram program = program(kind, jobs);
        Worker worker = new Worker("net-0", by -> nic.poll() + program.doWork(by), () -> nowNs);
        while (worker.counts().completed() < jobs) {
            worker.doWork();
        }
        worker.doWork();
        assertEquals(jobs * STEPS * STEP_NS, nowNs, "the work was done");
        assertEquals(nowNs / Nic.GAP_NS, nic.packets);
        assertTrue(nic.longestNs <= SLICE_NS + STEP_NS, "longestNs=" + nic.longestNs);
    }
}
