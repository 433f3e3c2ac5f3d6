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

/** The canaries of {@link SleepRaces}: the same protocol with one part taken out. They must fail in the same run. */
final class BrokenSleep {
    static final int AWAKE = 0;
    static final int ASLEEP = 1;
    static final int SIGNALLED = 2;

    private BrokenSleep() {
    }

    private abstract static class Faulty extends SleepRaces.Cycle {
        final AtomicInteger state = new AtomicInteger(AWAKE);

        @Override
        void awake() {
            state.set(AWAKE);
        }

        @Override
        boolean signal() {
            return state.get() != SIGNALLED && state.getAndSet(SIGNALLED) == ASLEEP;
        }
    }

    /** Checks for a signal, then announces: a signal in between is overwritten. */
    @JCStressTest
    @State
    @Outcome(id = {"0", "1", "2"}, expect = ACCEPTABLE, desc = "found, another cycle, or woken")
    @Outcome(id = "3", expect = FORBIDDEN, desc = "asleep for ever")
    public static class CheckThenAnnounce extends Faulty {
        @Override
        boolean fallAsleep() {
            boolean free = state.get() == AWAKE;
            if (free) {
                state.set(ASLEEP);
            }
            return free;
        }

        @Actor
        public void worker() {
            poll();
        }

        @Actor
        public void post() {
            send();
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = outcome();
        }
    }

    /** Has no fence between sending and reading the state: the waker sees a signal that was taken long ago. */
    @JCStressTest
    @State
    @Outcome(id = {"0", "1", "2"}, expect = ACCEPTABLE, desc = "found, another cycle, or woken")
    @Outcome(id = "3", expect = FORBIDDEN, desc = "asleep for ever")
    public static class NoFence extends Faulty {
        {
            state.set(SIGNALLED);
        }

        @Override
        boolean fallAsleep() {
            return state.compareAndSet(AWAKE, ASLEEP);
        }

        @Actor
        public void worker() {
            awake();
            poll();
        }

        @Actor
        public void post() {
            send();
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = outcome();
        }
    }
}
