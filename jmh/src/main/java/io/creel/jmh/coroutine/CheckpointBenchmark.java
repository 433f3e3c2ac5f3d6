package io.creel.jmh.coroutine;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.jmh.Operations;
import io.creel.schedulers.CoarseClock;
import io.creel.schedulers.when.When;
import io.creel.schedulers.program.PolicySlicing;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.timeslice.TimeSlice;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures one step of a loop in a coroutine, with a checkpoint in each step that never fires. */
public class CheckpointBenchmark {
    /** The loop alone. */
    public static final String BASELINE = "noCheckpoint";

    private static final int STEPS = 1 << 14;
    private static final Body<Loop> PLAIN = CheckpointBenchmark::plain;
    private static final Body<Loop> CHECKED = CheckpointBenchmark::checked;

    /** A carrier without slices. */
    @State(Scope.Thread)
    public static class Loop {
        private final Carrier carrier = new Carrier("loop");
        private long value = 1;

        /** Sets up in the forked JVM. */
        @Setup
        public final void make() {
            slice();
        }

        /** Sets what checkpoints read. */
        void slice() {
        }

        final void slice(When when, LongSupplier clock) {
            carrier.setSlicing(new PolicySlicing(when, new Batch(1), () -> false, clock));
        }

        final void run(Body<Loop> body) {
            carrier.start(body, this);
            carrier.resumeStarted();
        }
    }

    /** Preempted on request only. */
    @State(Scope.Thread)
    public static class Requested extends Loop {
        @Override
        void slice() {
            slice(new Fifo("fifo"), () -> 0);
        }
    }

    /** Slices by a clock that another thread moves. */
    @State(Scope.Thread)
    public static class Coarse extends Loop {
        @Override
        void slice() {
            slice(new TimeSlice("slices", TimeSlice.MAX_QUANTUM_NS), new CoarseClock(0));
        }
    }

    /** Slices by the machine's clock. */
    @State(Scope.Thread)
    public static class Exact extends Loop {
        @Override
        void slice() {
            slice(new TimeSlice("slices", TimeSlice.MAX_QUANTUM_NS), System::nanoTime);
        }
    }

    private static long step(long value) {
        long next = value ^ value << 13;
        next ^= next >>> 7;
        return next ^ next << 17;
    }

    private static void plain(Loop loop) {
        long value = loop.value;
        for (int i = 0; i < STEPS; i++) {
            value = step(value);
        }
        loop.value = value;
    }

    private static void checked(Loop loop) {
        long value = loop.value;
        for (int i = 0; i < STEPS; i++) {
            value = step(value);
            Coroutine.checkpoint();
        }
        loop.value = value;
    }

    /** No checkpoint. */
    @Benchmark
    @Operations(STEPS)
    public void noCheckpoint(Loop state) {
        state.run(PLAIN);
    }

    /** Cancellation only; no thread preempts. */
    @Benchmark
    @Operations(STEPS)
    public void noSlices(Loop state) {
        state.run(CHECKED);
    }

    /** A timer thread may ask for preemption; the policy has no quantum. */
    @Benchmark
    @Operations(STEPS)
    public void onRequest(Requested state) {
        state.run(CHECKED);
    }

    /** A quantum, by a coarse clock. */
    @Benchmark
    @Operations(STEPS)
    public void coarseClock(Coarse state) {
        state.run(CHECKED);
    }

    /** A quantum, by the machine's clock. */
    @Benchmark
    @Operations(STEPS)
    public void machineClock(Exact state) {
        state.run(CHECKED);
    }
}
