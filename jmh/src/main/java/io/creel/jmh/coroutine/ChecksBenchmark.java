package io.creel.jmh.coroutine;

import io.creel.core.diagnostics.LeakDetection;
import io.creel.core.diagnostics.StallWatchdog;
import io.creel.jmh.Operations;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Measures one switch of 1,000 live coroutines in batches of 32, with more and more checks for misuse. */
public class ChecksBenchmark {
    /** The same work without any check. */
    public static final String BASELINE = "unchecked";

    private static final int SWITCHES = 1024;
    private static final int LIVE = 1000;
    private static final int BATCH = 32;
    private static final long WATCH_EVERY_NS = 1_000_000;

    /** Coroutines without checks. */
    @State(Scope.Thread)
    public static class Unchecked {
        private UncheckedCoroutines live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make() {
            live = UncheckedCoroutines.primed(LIVE, BATCH);
        }
    }

    /** Creel's coroutines. */
    @State(Scope.Thread)
    public static class Creel {
        LiveCoroutines live;

        /** Sets up in the forked JVM. */
        @Setup
        public final void make() {
            switchOn();
            live = LiveCoroutines.primed(LIVE, BATCH, Shape.STAY, 1);
        }

        /** Turns on the additional check. */
        void switchOn() {
        }

        /** Cancels them. */
        @TearDown
        public final void close() {
            live.close();
        }
    }

    /** Creel's coroutines; some record where they were made. */
    @State(Scope.Thread)
    public static class Sampled extends Creel {
        @Override
        void switchOn() {
            LeakDetection.setLevel(LeakDetection.Level.SAMPLED);
        }
    }

    /** Creel's coroutines; all record where they were made. */
    @State(Scope.Thread)
    public static class Tracked extends Creel {
        @Override
        void switchOn() {
            LeakDetection.setLevel(LeakDetection.Level.ALL);
        }
    }

    /** Creel's coroutines on a carrier that a watchdog checks once a millisecond. */
    @State(Scope.Thread)
    public static class Watched extends Creel {
        @Override
        void switchOn() {
            StallWatchdog watchdog = new StallWatchdog(WATCH_EVERY_NS, stall -> {
            });
            Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    watchdog.check(System.nanoTime());
                    LockSupport.parkNanos(WATCH_EVERY_NS);
                }
            });
        }
    }

    /** Creel's coroutines, with a check for monitors in their frames at each suspension. */
    @State(Scope.Thread)
    public static class MonitorsChecked extends Creel {
        @Override
        void switchOn() {
            System.setProperty("creel.check", "monitors"); // read once, when the first carrier is made
        }
    }

    /** Creel's coroutines, with a check for locks of their thread at each suspension; a few, because it is slow. */
    @State(Scope.Thread)
    public static class Checked {
        private LiveCoroutines live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make() {
            System.setProperty("creel.check", "locks"); // read once, when the first carrier is made
            live = LiveCoroutines.unprimed(BATCH, BATCH);
        }

        /** Cancels them. */
        @TearDown
        public void close() {
            live.close();
        }
    }

    /** List, batch, scoped values, callback; no check. */
    @Benchmark
    @Operations(SWITCHES)
    public void unchecked(Unchecked state) {
        state.live.run(SWITCHES);
    }

    /** With every check that is always on. */
    @Benchmark
    @Operations(SWITCHES)
    public void creel(Creel state) {
        state.live.run(SWITCHES);
    }

    /** Also leak detection, sampled. */
    @Benchmark
    @Operations(SWITCHES)
    public void leaksSampled(Sampled state) {
        state.live.run(SWITCHES);
    }

    /** Also leak detection of all. */
    @Benchmark
    @Operations(SWITCHES)
    public void leaksAll(Tracked state) {
        state.live.run(SWITCHES);
    }

    /** Also a watchdog. */
    @Benchmark
    @Operations(SWITCHES)
    public void watched(Watched state) {
        state.live.run(SWITCHES);
    }

    /** Also a check for monitors. */
    @Benchmark
    @Operations(SWITCHES)
    public void monitorsChecked(MonitorsChecked state) {
        state.live.run(SWITCHES);
    }

    /** Also a check for locks. */
    @Benchmark
    @Operations(BATCH)
    public void locksChecked(Checked state) {
        state.live.run(BATCH);
    }
}
