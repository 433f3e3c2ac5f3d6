package io.creel.schedulers.placement;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The canaries of {@link GroupRaces}: the same protocols with one part taken out. They must fail in the same run. */
final class BrokenGroup {
    private BrokenGroup() {
    }

    /** There is no state for the time in which a core is being lent: an addition in between is overwritten. */
    @JCStressTest
    @State
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "the core is the worker's")
    @Outcome(id = "1", expect = FORBIDDEN, desc = "active, and its core is lent")
    public static class LendsWithoutAState {
        private final GroupRaces.Core core = new GroupRaces.Core();
        private final AtomicInteger state = new AtomicInteger(ActiveWorkers.LEAVING);

        @Actor
        public void worker() {
            if (state.get() == ActiveWorkers.LEAVING) {
                core.lend(1);
                state.set(ActiveWorkers.LENT);
            }
        }

        @Actor
        public void decider() {
            if (state.getAndSet(ActiveWorkers.SERVING) == ActiveWorkers.LENT) {
                core.reclaim(1);
            }
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = core.lent || state.get() != ActiveWorkers.SERVING ? 1 : 0;
        }
    }

    /** The worker sleeps because its queue is empty, without saying first that it is idle. */
    @JCStressTest
    @State
    @Outcome(id = {"0", "1", "2", "3"}, expect = ACCEPTABLE, desc = "some worker has it or will look")
    @Outcome(id = "4", expect = FORBIDDEN, desc = "at a worker that sleeps for ever")
    public static class SleepsWithoutALastLook extends GroupRaces.Placing {
        @Actor
        public void worker() {
            int gone = taker.handOver();
            asleep = placement.signals().length(1) == 0 && gone == 0;
        }

        @Actor
        public void placer() {
            place();
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = outcome();
        }
    }
}
