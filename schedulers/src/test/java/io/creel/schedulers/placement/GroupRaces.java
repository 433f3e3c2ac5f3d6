package io.creel.schedulers.placement;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.scaling.CoreLending;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Where;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A worker is removed, or added again, while it leaves and while a handle is placed at it. */
final class GroupRaces {
    private GroupRaces() {
    }

    /** Knows whether a core is lent. Lending takes a while, as system calls do. */
    static final class Core implements CoreLending {
        private static final int STEPS = 100;

        volatile boolean lent;

        @Override
        public void lend(int worker) {
            lent = true;
            for (int i = 0; i < STEPS; i++) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void reclaim(int worker) {
            lent = false;
        }
    }

    /** A removed worker leaves while it is added again: an active worker whose core stays lent would share it. */
    @JCStressTest
    @State
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "the core is the worker's")
    @Outcome(id = "1", expect = FORBIDDEN, desc = "active, and its core is lent")
    public static class AddedWhileItLeaves {
        private final Core core = new Core();
        private final ActiveWorkers workers = new ActiveWorkers(2, core);

        {
            workers.change(1);
        }

        @Actor
        public void worker() {
            workers.left(1);
        }

        @Actor
        public void decider() {
            workers.change(2);
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = core.lent || workers.state(1) != ActiveWorkers.SERVING ? 1 : 0;
        }
    }

    /**
     * The first handle goes to worker 1, as if its placer had chosen before the removal; later choices are worker 0.
     */
    private static final class Late extends PerWorker {
        private volatile boolean chosen;

        Late() {
            super("late");
        }

        @Override
        public int place(Coroutine handle, int byWorker) {
            int queue = chosen ? 0 : 1;
            chosen = true;
            return queue;
        }
    }

    /** A handle is placed at a removed worker while that worker looks for the last time. */
    abstract static class Placing {
        final GivenWorkers scaling = new GivenWorkers(1);
        final Placement placement = Placement.builder("p", 2, () -> 1).where(new Late()).scaling(scaling).capacity(1)
                .build();
        final PlacementTaker taker = new PlacementTaker(1, new Batch(1), placement);
        final Coroutine handle = Coroutine.create(_ -> {
        }, null);
        volatile boolean woken;
        boolean asleep;

        Placing() {
            placement.onWake(worker -> woken |= worker == 1);
            placement.maintain();
        }

        final void place() {
            if (!placement.place(handle, Where.NONE)) {
                throw new AssertionError("refused");
            }
        }

        /** 0 at the other worker, 1 taken, 2 woken, 3 looks again, 4 lost. */
        final int outcome() {
            return placement.signals().length(0) > 0 ? 0 : !taker.batch().isEmpty() ? 1 : woken ? 2 : !asleep ? 3 : 4;
        }
    }

    /** The worker hands over, and then looks for the last time, as its program does. */
    @JCStressTest
    @State
    @Outcome(id = {"0", "1", "2", "3"}, expect = ACCEPTABLE, desc = "some worker has it or will look")
    @Outcome(id = "4", expect = FORBIDDEN, desc = "at a worker that sleeps for ever")
    public static class PlacedWhileItLeaves extends Placing {
        @Actor
        public void worker() {
            int gone = taker.handOver();
            asleep = taker.take(placement) == 0 && gone == 0;
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
