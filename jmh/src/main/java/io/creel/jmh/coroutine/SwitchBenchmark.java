package io.creel.jmh.coroutine;

import io.creel.jmh.Operations;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures one switch: a coroutine is resumed, suspends again and waits for its next turn. All live ones take turns, so
 * that none stays in the cache. With 100,000 of them, cache misses are most of the cost of every peer.
 */
public class SwitchBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "bareContinuation";

    private static final int SWITCHES = 1024;
    /** More operations per call, because the call itself wakes a thread and waits for it. */
    private static final int HOPS = 16 * SWITCHES;

    /** How many are live, and how many are taken out at once. */
    @State(Scope.Thread)
    public static class Live {
        /** How many are taken out at once. */
        @Param({"1", "32"})
        public int batch;
        /** How many are live at the same time. */
        @Param({"1000", "100000"})
        public int coroutines;
    }

    /** Live continuations. */
    @State(Scope.Thread)
    public static class Bare {
        private BareContinuations live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Live params) {
            live = BareContinuations.primed(params.coroutines, Shape.STAY, 1);
        }
    }

    /** Live coroutines. */
    @State(Scope.Thread)
    public static class Creel {
        private LiveCoroutines live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Live params) {
            live = LiveCoroutines.primed(params.coroutines, params.batch, Shape.STAY, 1);
        }

        /** Cancels them. */
        @TearDown
        public void close() {
            live.close();
        }
    }

    /** Live virtual threads on the benchmark's executor. */
    @State(Scope.Thread)
    public static class OwnExecutor {
        private LiveVirtualThreads live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Live params) {
            live = LiveVirtualThreads.primed(params.coroutines, params.batch);
        }

        /** Ends them. */
        @TearDown
        public void close() {
            live.close();
        }
    }

    /** Live virtual threads on the scheduler of the JDK. */
    @State(Scope.Thread)
    public static class Default {
        private HandOverRings live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Live params) {
            live = new HandOverRings(params.coroutines, params.batch);
        }

        /** Ends them. */
        @TearDown
        public void close() throws InterruptedException {
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

    /** Yield into a ring, take a batch of tasks, run them. */
    @Benchmark
    @Operations(SWITCHES)
    public void virtualThreadOnOwnExecutor(OwnExecutor state) {
        state.live.run(SWITCHES);
    }

    /** Unpark the next and park. */
    @Benchmark
    @Operations(HOPS)
    public void defaultVirtualThread(Default state) {
        state.live.run(HOPS);
    }
}
