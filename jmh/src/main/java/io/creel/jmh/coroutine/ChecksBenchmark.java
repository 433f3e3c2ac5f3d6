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

/** One switch of 1,000 live coroutines in batches of 32, with more and more that tells of misuse. */
public class ChecksBenchmark {
    /** The same work without any check. */
    public static final String BASELINE = "unchecked";

    private static final int SWITCHES = 1024;
    private static final int LIVE = 1000;
    private static final int BATCH = 32;
    private static final long WATCH_EVERY_NS = 1_000_000;

    /** Coroutines that nobody checks. */
    @State(Scope.Thread)
    public static class Unchecked {
        private UncheckedCoroutines live;

        /** Made in the forked JVM. */
        @Setup
        public void make() {
            live = UncheckedCoroutines.primed(LIVE, BATCH);
        }
    }

    /** Creel's. */
    @State(Scope.Thread)
    public static class Creel {
        LiveCoroutines live;

        /** Made in the forked JVM. */
        @Setup
        public final void make() {
            switchOn();
            live = LiveCoroutines.primed(LIVE, BATCH, Shape.STAY, 1);
        }

        /** What is measured besides. */
        void switchOn() {
        }

        /** Cancels them. */
        @TearDown
        public final void close() {
            live.close();
        }
    }

    /** Creel's, some of which remember where they were made. */
    @State(Scope.Thread)
    public static class Sampled extends Creel {
        @Override
        void switchOn() {
            LeakDetection.setLevel(LeakDetection.Level.SAMPLED);
        }
    }

    /** Creel's, all of which remember where they were made. */
    @State(Scope.Thread)
    public static class Tracked extends Creel {
        @Override
        void switchOn() {
            LeakDetection.setLevel(LeakDetection.Level.ALL);
        }
    }

    /** Creel's, on a carrier that a watchdog looks at once a millisecond. */
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

    /** Creel's, which look for monitors in their frames before they suspend. */
    @State(Scope.Thread)
    public static class MonitorsChecked extends Creel {
        @Override
        void switchOn() {
            System.setProperty("creel.check", "monitors"); // read once, when the first carrier is made
        }
    }

    /** Creel's, which look for locks of their thread before they suspend; a few, because that is slow. */
    @State(Scope.Thread)
    public static class Checked {
        private LiveCoroutines live;

        /** Made in the forked JVM. */
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

    /** And leak detection, sampled. */
    @Benchmark
    @Operations(SWITCHES)
    public void leaksSampled(Sampled state) {
        state.live.run(SWITCHES);
    }

    /** Or leak detection of all. */
    @Benchmark
    @Operations(SWITCHES)
    public void leaksAll(Tracked state) {
        state.live.run(SWITCHES);
    }

    /** Or a watchdog. */
    @Benchmark
    @Operations(SWITCHES)
    public void watched(Watched state) {
        state.live.run(SWITCHES);
    }

    /** Or a look for monitors. */
    @Benchmark
    @Operations(SWITCHES)
    public void monitorsChecked(MonitorsChecked state) {
        state.live.run(SWITCHES);
    }

    /** Or for locks, too. */
    @Benchmark
    @Operations(BATCH)
    public void locksChecked(Checked state) {
        state.live.run(BATCH);
    }
}
