package io.creel.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The canary of {@link ClaimRaces}. The build requires jcstress to find that two threads win. */
final class BrokenClaim {
    private BrokenClaim() {
    }

    /** Rule 1 of the state word, broken: a check and a store instead of the compare-and-set. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0", "0, 1"}, expect = ACCEPTABLE, desc = "one wins")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "two owners")
    public static class CheckThenAct {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private static final int HELD = 0;
        private static final int RUNNING = 2;

        private volatile long word = HELD;

        private int claim() {
            if (word != HELD) {
                return 0;
            }
            word = RUNNING;
            return 1;
        }

        @Actor
        public void first(II_Result r) {
            gate.pass();
            r.r1 = claim();
        }

        @Actor
        public void second(II_Result r) {
            gate.pass();
            r.r2 = claim();
        }
    }
}
