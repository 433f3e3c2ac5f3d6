package io.creel.schedulers;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The canary of {@link PreemptRaces}: a flag in place of the number of a run. */
final class BrokenPreempt {
    private BrokenPreempt() {
    }

    /** {@link PreemptRaces.NeverTheNext} with a flag, which is cleared when a run begins. */
    @JCStressTest
    @State
    @Outcome(id = {"0", "1"}, expect = ACCEPTABLE, desc = "no run, or the run that was meant")
    @Outcome(expect = FORBIDDEN, desc = "another run was preempted")
    public static class Flag {
        private final AtomicInteger arrived = new AtomicInteger();
        private volatile int resumed;
        private volatile boolean asked;
        private int named;
        private int preempted;

        @Actor
        public void run() {
            for (int i = 1; i <= 2; i++) {
                asked = false;
                resumed = i;
                PreemptRaces.meet(arrived);
                for (int checkpoint = 0; checkpoint < 2; checkpoint++) {
                    if (asked) {
                        asked = false;
                        preempted = i;
                    }
                }
            }
        }

        @Actor
        public void ask() {
            PreemptRaces.meet(arrived);
            named = resumed;
            for (int i = arrived.hashCode() & 63; i > 0; i--) {
                Thread.onSpinWait();
            }
            asked = true;
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = preempted == 0 ? 0 : preempted == named ? 1 : 2;
        }
    }
}
