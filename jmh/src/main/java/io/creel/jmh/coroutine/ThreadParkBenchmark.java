package io.creel.jmh.coroutine;

import io.creel.jmh.Operations;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Measures one hand-over between two virtual threads; each unparks the other and parks. */
public class ThreadParkBenchmark {
    /** The simplest executor. */
    public static final String BASELINE = "virtualThreadOnOwnExecutor";

    private static final int SWITCHES = 1024;
    /** More operations per call, because the call itself wakes a thread and waits for it. */
    private static final int HOPS = 16 * SWITCHES;

    /** On a ring. */
    @State(Scope.Thread)
    public static class OwnExecutor {
        private LiveVirtualThreads live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make() {
            live = LiveVirtualThreads.parking();
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
        public void make() {
            live = LiveCreelThreads.parking(false);
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
        public void make() {
            live = LiveCreelThreads.parking(true);
        }

        /** Ends them. */
        @TearDown
        public void close() {
            live.close();
        }
    }

    /** On the scheduler of the JDK. */
    @State(Scope.Thread)
    public static class Default {
        private HandOverRings live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make() {
            live = new HandOverRings(2, 1);
        }

        /** Ends them. */
        @TearDown
        public void close() throws InterruptedException {
            live.close();
        }
    }

    /** A ring of tasks. */
    @Benchmark
    @Operations(SWITCHES)
    public void virtualThreadOnOwnExecutor(OwnExecutor state) {
        state.live.run(SWITCHES);
    }

    /** A placement and a worker. */
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

    /** All cores. */
    @Benchmark
    @Operations(HOPS)
    public void defaultVirtualThread(Default state) {
        state.live.run(HOPS);
    }
}
