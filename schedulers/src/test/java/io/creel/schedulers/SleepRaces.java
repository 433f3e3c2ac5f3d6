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

/**
 * A worker announces that it sleeps while another thread posts work and looks whether it has to write the event. The
 * state is the real one; a worker that is asleep with work posted and no event written would sleep for ever.
 */
final class SleepRaces {
    private SleepRaces() {
    }

    /** One cycle of the worker, and one post as a ring makes it: a release store, then the wake-up. */
    abstract static class Cycle {
        final AtomicInteger mail = new AtomicInteger();
        boolean seen;
        boolean asleep;
        boolean event;

        abstract boolean fallAsleep();

        abstract void awake();

        abstract boolean signal();

        final void poll() {
            seen = mail.getAcquire() != 0;
            if (!seen) {
                asleep = fallAsleep();
            }
        }

        final void send() {
            mail.setRelease(1);
            event = signal();
        }

        /** 0 the cycle saw it, 1 another cycle comes first, 2 the event ends the sleep, 3 lost. */
        final int outcome() {
            return seen ? 0 : !asleep ? 1 : event ? 2 : 3;
        }
    }

    private abstract static class Real extends Cycle {
        final SleepState state = new SleepState();

        @Override
        boolean fallAsleep() {
            return state.fallAsleep();
        }

        @Override
        void awake() {
            state.awake();
        }

        @Override
        boolean signal() {
            return state.signal();
        }
    }

    /** The post comes before, at, or after the announcement. */
    @JCStressTest
    @State
    @Outcome(id = {"0", "1", "2"}, expect = ACCEPTABLE, desc = "found, another cycle, or woken")
    @Outcome(id = "3", expect = FORBIDDEN, desc = "asleep for ever")
    public static class Announcing extends Real {
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

    /** An earlier signal is taken at the same time. */
    @JCStressTest
    @State
    @Outcome(id = {"0", "1", "2"}, expect = ACCEPTABLE, desc = "found, another cycle, or woken")
    @Outcome(id = "3", expect = FORBIDDEN, desc = "asleep for ever")
    public static class TakingASignal extends Real {
        {
            state.signal();
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
