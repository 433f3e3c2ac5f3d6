package io.creel.jmh.coroutine;

import io.creel.jmh.Operations;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures one switch of a coroutine that awaits deep inside calls, in batches of 32 over 1,000 live ones. The depth is
 * the number of calls from the body to the await. The compiler may make fewer frames of them, for all peers alike.
 */
public class DepthBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "bareContinuation";

    private static final int SWITCHES = 1024;
    private static final int LIVE = 1000;
    private static final int BATCH = 32;

    /** The depth, and what happens to the frames. */
    @State(Scope.Thread)
    public static class Frames {
        /** The number of calls. */
        @Param({"1", "5", "20"})
        public int depth;
        /** What the stack does between two suspensions. */
        @Param({"STAY", "RETURN"})
        public Shape shape;
    }

    /** Live continuations. */
    @State(Scope.Thread)
    public static class Bare {
        private BareContinuations live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Frames params) {
            live = BareContinuations.primed(LIVE, params.shape, params.depth);
        }
    }

    /** Live coroutines. */
    @State(Scope.Thread)
    public static class Creel {
        private LiveCoroutines live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Frames params) {
            live = LiveCoroutines.primed(LIVE, BATCH, params.shape, params.depth);
        }

        /** Cancels them. */
        @TearDown
        public void close() {
            live.close();
        }
    }

    /** Run and yield. */
    @Benchmark
    @Operations(SWITCHES)
    public void bareContinuation(Bare state) {
        state.live.run(SWITCHES);
    }

    /** Await a list, drain a batch of it, resume the batch. */
    @Benchmark
    @Operations(SWITCHES)
    public void creel(Creel state) {
        state.live.run(SWITCHES);
    }
}
