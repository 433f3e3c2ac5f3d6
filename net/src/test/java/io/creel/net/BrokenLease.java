package io.creel.net;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The canary of {@link LeaseRaces}: the build requires jcstress to find that a packet is taken from its next owner. */
final class BrokenLease {
    private BrokenLease() {
    }

    /** {@link OwnedFrame#free(long)} with a check and a store in place of the compare-and-set. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0", "0, 1"}, expect = ACCEPTABLE, desc = "one thread has it")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "taken from its next owner")
    public static class CheckThenFree extends Lease {
        private static final long FREE = 0;
        private static final long OWNED = 1;
        private static final long NEXT_LEASE = 4;

        private volatile long word = OWNED;

        private int free() {
            if (word != OWNED) {
                return 0;
            }
            word = FREE;
            return 1;
        }

        private int handOver() {
            if (word != OWNED) {
                return 0;
            }
            word = OWNED + NEXT_LEASE;
            return 1;
        }

        public CheckThenFree() {
            packet.release();
        }

        @Actor
        public void end(II_Result r) {
            pass();
            r.r1 = free();
        }

        @Actor
        public void handOver(II_Result r) {
            pass();
            r.r2 = handOver();
        }
    }
}
