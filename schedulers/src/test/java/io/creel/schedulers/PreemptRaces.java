package io.creel.schedulers;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Slicing;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A request to preempt, made from outside while one coroutine gives way to the next. */
final class PreemptRaces {
    static final int SPINS = 500;
    private static final ThreadLocal<Carrier> CARRIER = ThreadLocal
            .withInitial(() -> new Carrier(Thread.currentThread().getName()));

    private PreemptRaces() {
    }

    /** Lets two actors meet, so that the faster one does not run through its samples alone. */
    static void meet(AtomicInteger arrived) {
        arrived.incrementAndGet();
        for (int i = 0; i < SPINS && arrived.get() < 2; i++) {
            Thread.onSpinWait();
        }
    }

    /** Other work always waits; the slicing remembers which run was preempted, and which coroutine ran. */
    private abstract static class Preempting implements Slicing {
        final AtomicInteger arrived = new AtomicInteger();
        volatile Carrier carrier;
        long firstRun;
        long preempted;
        private Coroutine aside;

        @Override
        public boolean expired(Coroutine running) {
            return false;
        }

        @Override
        public boolean waits(Coroutine running) {
            return true;
        }

        @Override
        public Coroutine suspended(Coroutine handle) {
            preempted = carrier.counters().resumed();
            aside = handle;
            return null;
        }

        /** Lets the preempted coroutine end, so that the next sample finds nothing. */
        void end(Carrier mine) {
            mine.setSlicing(null);
            if (aside != null) {
                mine.resume(aside);
            }
        }

        Carrier begin() {
            Carrier mine = CARRIER.get();
            mine.setSlicing(this);
            firstRun = mine.counters().resumed() + 1;
            carrier = mine;
            return mine;
        }

        /** The carrier of the other actor; {@code null} if it has not begun. */
        Carrier seen() {
            Carrier there = carrier;
            for (int i = 0; i < SPINS && there == null; i++) {
                Thread.onSpinWait();
                there = carrier;
            }
            return there;
        }
    }

    /** A request that names a run never hits another one, however late it is seen. */
    @JCStressTest
    @State
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "too late, or too early")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the run that was meant")
    @Outcome(expect = FORBIDDEN, desc = "another run was preempted")
    public static class NeverTheNext extends Preempting {
        private long named;

        @Actor
        public void run() {
            Carrier mine = begin();
            for (int i = 0; i < 2; i++) {
                mine.resume(Coroutine.create(argument -> {
                    meet(arrived);
                    Coroutine.checkpoint();
                    Coroutine.checkpoint();
                }, null));
            }
            end(mine);
        }

        @Actor
        public void ask() {
            Carrier there = seen();
            if (there != null) {
                meet(arrived);
                named = there.counters().resumed();
                for (int i = arrived.hashCode() & 63; i > 0; i--) {
                    Thread.onSpinWait();
                }
                if (named <= firstRun + 1) { // otherwise this sample is over
                    there.preempt(named);
                }
            }
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = preempted == 0 ? 0 : preempted == named ? 1 : 2;
        }
    }

    /** A run that was asked to end is preempted at a checkpoint that it reaches after that. */
    @JCStressTest
    @State
    @Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "preempted if it was asked in time")
    @Outcome(expect = FORBIDDEN, desc = "asked in time, and not preempted")
    public static class NeverMissed extends Preempting {
        private volatile boolean asked;
        private boolean inTime;

        @Actor
        public void run() {
            Carrier mine = begin();
            mine.resume(Coroutine.create(argument -> {
                meet(arrived);
                Coroutine.checkpoint();
                for (int i = 0; i < SPINS && !asked; i++) {
                    Thread.onSpinWait();
                }
                inTime = asked;
                Coroutine.checkpoint();
            }, null));
            end(mine);
        }

        @Actor
        public void ask() {
            Carrier there = seen();
            if (there != null) {
                meet(arrived);
                there.preempt(firstRun);
                asked = true;
            }
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = inTime ? 1 : 0;
            result.r2 = preempted == firstRun ? 1 : 0;
        }
    }
}
