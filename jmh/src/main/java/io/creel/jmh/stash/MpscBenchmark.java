package io.creel.jmh.stash;

import io.creel.core.Coroutine;
import io.creel.jmh.Operations;
import io.creel.queues.MpscStash;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Fill a ring with 32 and empty it, on one thread: what the operations cost where nobody competes. */
public class MpscBenchmark {
    /** What everybody is compared with. */
    public static final String BASELINE = "bareJctools";

    private static final int BURST = 32;
    private static final int MOVES = 128 * BURST;

    /** Both queues, and what goes through them. */
    @State(Scope.Thread)
    public static class Rings {
        private final MpscVarHandleArrayQueue<Coroutine> bare = new MpscVarHandleArrayQueue<>(1024);
        private final MpscStash stash = new MpscStash("stash", 1024);
        private Coroutine[] handles;

        /** Makes handles. */
        @Setup
        public void make() {
            handles = Handles.of(BURST);
        }
    }

    /** Offer and poll. */
    @Benchmark
    @Operations(MOVES)
    public int bareJctools(Rings state) {
        int moved = 0;
        for (int i = 0; i < MOVES / BURST; i++) {
            for (Coroutine handle : state.handles) {
                state.bare.offer(handle);
            }
            while (state.bare.poll() != null) {
                moved++;
            }
        }
        return moved;
    }

    /** The same and ownership. */
    @Benchmark
    @Operations(MOVES)
    public int creel(Rings state) {
        int moved = 0;
        for (int i = 0; i < MOVES / BURST; i++) {
            for (Coroutine handle : state.handles) {
                state.stash.push(handle);
            }
            while (state.stash.pop() != null) {
                moved++;
            }
        }
        return moved;
    }
}
