package io.creel.jmh.coroutine;

import io.creel.jmh.Operations;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures the first switch of a long-parked coroutine, after a full collection has promoted its stack. 1,000 live
 * ones, in batches of 32, each once per call.
 */
public class PromotionBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "bareContinuation";

    private static final int LIVE = 1000;
    private static final int BATCH = 32;

    /** The depth, and whether a collection came before. */
    @State(Scope.Thread)
    public static class Parked {
        /** The number of calls. */
        @Param({"1", "20"})
        public int depth;
        /** Whether there was a full collection before each call. */
        @Param({"false", "true"})
        public boolean promoted;

        /** Runs the collection, which is not measured. */
        @Setup(Level.Invocation)
        public void promote() {
            if (promoted) {
                System.gc();
            }
        }
    }

    /** Live continuations. */
    @State(Scope.Thread)
    public static class Bare {
        private BareContinuations live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Parked params) {
            live = BareContinuations.primed(LIVE, Shape.STAY, params.depth);
        }
    }

    /** Live coroutines. */
    @State(Scope.Thread)
    public static class Creel {
        private LiveCoroutines live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Parked params) {
            live = LiveCoroutines.primed(LIVE, BATCH, Shape.STAY, params.depth);
        }

        /** Cancels them. */
        @TearDown
        public void close() {
            live.close();
        }
    }

    /** Run and yield, each once. */
    @Benchmark
    @Operations(LIVE)
    public void bareContinuation(Bare state) {
        state.live.run(LIVE);
    }

    /** Await a list, drain a batch of it, resume the batch; each once. */
    @Benchmark
    @Operations(LIVE)
    public void creel(Creel state) {
        state.live.run(LIVE);
    }
}
