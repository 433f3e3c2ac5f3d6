package io.creel.queues;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The canary of {@link CloseRaces}. The build requires jcstress to find the stranded handle. */
final class BrokenClose {
    private BrokenClose() {
    }

    /** An SPSC stash without the fence of rule 1: it looks again, but the look may come before the handle is in. */
    private static final class Unfenced extends Stash {
        private final SpscVarHandleArrayQueue<Coroutine> queue = new SpscVarHandleArrayQueue<>(4);
        private final AtomicInteger sweeps = new AtomicInteger();

        Unfenced() {
            super("unfenced");
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
            if (!queue.offer(handle)) {
                return false;
            }
            if (isClosed()) {
                sweep();
            }
            return true;
        }

        @Override
        protected Coroutine extract() {
            return isClosed() ? null : queue.poll();
        }

        @Override
        public void close() {
            super.close();
            sweep();
        }

        private void sweep() {
            if (sweeps.getAndIncrement() > 0) {
                return;
            }
            int asked = 1;
            do {
                for (Coroutine late = queue.poll(); late != null; late = queue.poll()) {
                    cancel(late);
                }
                asked = sweeps.addAndGet(-asked);
            } while (asked != 0);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused, and the pusher's")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "accepted, and cancelled")
    @Outcome(id = "1, 2", expect = FORBIDDEN, desc = "stranded")
    public static class NoFence extends CloseRaces.Closing {
        public NoFence() {
            super(new Unfenced());
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
