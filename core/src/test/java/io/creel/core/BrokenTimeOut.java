package io.creel.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The canary of {@link DeadlineRaces}. The build requires jcstress to find a coroutine with a wrong result of its wait.
 */
final class BrokenTimeOut {
    private static final int SPINS = 500;

    private BrokenTimeOut() {
    }

    /** Marks a deadline after the handle has moved on, and not before. */
    @JCStressTest
    @State
    @Outcome(id = {"0, 0", "1, 1"}, expect = ACCEPTABLE, desc = "not met, or it knows")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "taken for a normal wake-up")
    public static class MarkLate {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private volatile boolean sent;
        private volatile boolean fired;

        @Actor
        public void look() {
            gate.pass();
            sent = true;
            fired = true;
        }

        @Actor
        public void resume(II_Result r) {
            gate.pass();
            for (int i = 0; i < SPINS && r.r1 == 0; i++) {
                if (sent) {
                    r.r1 = 1;
                    r.r2 = fired ? 1 : 0;
                }
            }
        }
    }
}
