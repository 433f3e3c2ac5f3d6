package io.creel.jmh.policy;

import io.creel.core.Coroutine;
import io.creel.core.SuspensionCallback;
import io.creel.jmh.Operations;
import io.creel.schedulers.BusySpin;
import io.creel.schedulers.IdleStrategy;
import io.creel.schedulers.SpinThenPark;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.where.Where;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures how soon an idle worker runs a coroutine that another thread places: the time from the placement to the
 * coroutine's first line, as the placing thread sees it.
 */
public class WakeBenchmark {
    /** Sleeps at once without work. */
    public static final String BASELINE = "alwaysPark";

    /** How long the worker was idle. */
    @State(Scope.Thread)
    public static class Pause {
        /** Microseconds between a run and the next placement; not measured. */
        @Param({"20", "1000"})
        public int pauseUs;
    }

    /** One worker, and one coroutine that goes back and forth. */
    @State(Scope.Thread)
    public abstract static class Idle {
        private final Placement placement = Placement.builder("wake", 1, System::nanoTime).build();
        private final SuspensionCallback keep = self -> {
            suspended = self;
            return true;
        };
        private WorkerGroup group;
        private volatile Coroutine suspended;
        private volatile long runs;

        final void start(Supplier<IdleStrategy> idle) {
            group = WorkerGroup.builder("wake", 1).idle(idle).build();
            placement.start(group, 1);
            placement.place(Coroutine.create(Idle::goBackAndForth, this), Where.NONE);
        }

        private static void goBackAndForth(Idle state) {
            while (true) {
                state.runs = state.runs + 1; // one writer
                Coroutine.await(state.keep);
            }
        }

        /** Leaves the worker idle for some time. */
        @Setup(Level.Invocation)
        public final void pause(Pause pause) {
            long untilNs = System.nanoTime() + 1_000L * pause.pauseUs;
            while (suspended == null || System.nanoTime() - untilNs < 0) {
                Thread.onSpinWait();
            }
        }

        /** Cancels the coroutine. */
        @TearDown
        public final void close() {
            placement.place(suspended, Where.NONE);
            group.close();
        }

        final long run() {
            long before = runs;
            Coroutine handle = suspended;
            suspended = null;
            placement.place(handle, Where.NONE);
            while (runs == before) {
                Thread.onSpinWait();
            }
            return before;
        }
    }

    /** No spinning. */
    @State(Scope.Thread)
    public static class Parks extends Idle {
        /** Sets up in the forked JVM. */
        @Setup
        public void make() {
            start(() -> new SpinThenPark(0, SpinThenPark.DEFAULT_MAX_PARK_NS));
        }
    }

    /** The default of a group. */
    @State(Scope.Thread)
    public static class Spins extends Idle {
        /** Sets up in the forked JVM. */
        @Setup
        public void make() {
            start(SpinThenPark::new);
        }
    }

    /** Spins for ever. */
    @State(Scope.Thread)
    public static class Never extends Idle {
        /** Sets up in the forked JVM. */
        @Setup
        public void make() {
            start(() -> new BusySpin());
        }
    }

    /** Sleeps in the kernel and wakes. */
    @Benchmark
    @Operations(1)
    public long alwaysPark(Parks state) {
        return state.run();
    }

    /** Polls a thousand times before it sleeps. */
    @Benchmark
    @Operations(1)
    public long spinThenPark(Spins state) {
        return state.run();
    }

    /** Polls for ever. */
    @Benchmark
    @Operations(1)
    public long neverParks(Never state) {
        return state.run();
    }
}
