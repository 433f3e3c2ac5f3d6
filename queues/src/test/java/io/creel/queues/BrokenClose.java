package io.creel.queues;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The canary of {@link CloseRaces}: the build requires jcstress to find the stranded handle. */
final class BrokenClose {
    private BrokenClose() {
    }

    /**
     * A faulty ring: a pusher does not look at closed again once its handle is in. It yields the processor before that,
     * so that a close can come in between.
     */
    private static final class Unchecked extends Stash {
        private static final int YIELDS = 20;
        private final MpscVarHandleArrayQueue<Coroutine> queue = new MpscVarHandleArrayQueue<>(4);

        Unchecked() {
            super("unchecked");
        }

        @Override
        public int size() {
            return queue.size();
        }

        @Override
        protected boolean isShared() {
            return true;
        }

        @Override
        protected boolean insert(Coroutine handle) {
            for (int i = 0; i < YIELDS; i++) {
                Thread.yield();
            }
            return queue.offer(handle);
        }

        @Override
        protected Coroutine extract() {
            return queue.poll();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused; the pusher keeps it")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "accepted and cancelled")
    @Outcome(id = "1, 2", expect = FORBIDDEN, desc = "stranded")
    public static class NoSecondLook extends CloseRaces.Closing {
        public NoSecondLook() {
            super(new Unchecked());
        }

        @Actor
        public void push(II_Result r) {
            r.r1 = tryPush();
        }

        @Actor
        public void close() {
            tryClose();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = outcome();
        }
    }
}
