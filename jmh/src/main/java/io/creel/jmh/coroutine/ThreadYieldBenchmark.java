package io.creel.jmh.coroutine;

import io.creel.jmh.Operations;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Measures one {@code Thread.yield} of virtual threads that take turns on one platform thread. */
public class ThreadYieldBenchmark {
    /** The simplest executor. */
    public static final String BASELINE = "virtualThreadOnOwnExecutor";

    private static final int SWITCHES = 1024;

    /** How many are taken out at once. */
    @State(Scope.Thread)
    public static class Live {
        /** How many are taken out at once. */
        @Param({"1", "32"})
        public int batch;
        /** How many are live at the same time. */
        @Param("1000")
        public int threads;
    }

    /** On a ring. */
    @State(Scope.Thread)
    public static class OwnExecutor {
        private LiveVirtualThreads live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Live params) {
            live = LiveVirtualThreads.primed(params.threads, params.batch);
        }

        /** Ends them. */
        @TearDown
        public void close() {
            live.close();
        }
    }

    /** In a placement. */
    @State(Scope.Thread)
    public static class Creel {
        private LiveCreelThreads live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Live params) {
            live = LiveCreelThreads.yielding(params.threads, params.batch, false);
        }

        /** Ends them. */
        @TearDown
        public void close() {
            live.close();
        }
    }

    /** In a list. */
    @State(Scope.Thread)
    public static class CreelList {
        private LiveCreelThreads live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make(Live params) {
            live = LiveCreelThreads.yielding(params.threads, params.batch, true);
        }

        /** Ends them. */
        @TearDown
        public void close() {
            live.close();
        }
    }

    /** Yield into a ring, take a batch of tasks, run them. */
    @Benchmark
    @Operations(SWITCHES)
    public void virtualThreadOnOwnExecutor(OwnExecutor state) {
        state.live.run(SWITCHES);
    }

    /** Yield into a placement, take a batch of handles, resume it. */
    @Benchmark
    @Operations(SWITCHES)
    public void creel(Creel state) {
        state.live.run(SWITCHES);
    }

    /** The same in a list of one thread. */
    @Benchmark
    @Operations(SWITCHES)
    public void creelList(CreelList state) {
        state.live.run(SWITCHES);
    }
}
