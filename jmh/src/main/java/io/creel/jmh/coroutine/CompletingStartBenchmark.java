package io.creel.jmh.coroutine;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.jmh.Operations;
import io.creel.queues.ListStash;
import jdk.internal.vm.Continuation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures a coroutine that awaits at the top and then runs to its end without another suspension, as most packet
 * coroutines do. 32 of them wait at a time. The body only counts.
 */
public class CompletingStartBenchmark {
    /** One switch of an existing continuation: the cost of an await at the top if it were a suspension. */
    public static final String BASELINE = "bareContinuation";

    private static final int BATCH = 32;
    private static final int STARTS = 256 * BATCH;

    /** The counter of the bodies. */
    @State(Scope.Thread)
    public static class Count {
        private long value;
    }

    /** The same number of live continuations. */
    @State(Scope.Thread)
    public static class Bare {
        private BareContinuations live;

        /** Sets up in the forked JVM. */
        @Setup
        public void make() {
            live = BareContinuations.primed(BATCH, Shape.STAY, 1);
        }
    }

    /** A carrier, a list and a batch. */
    @State(Scope.Thread)
    public static class Creel {
        private final Carrier carrier = new Carrier("carrier");
        private final ListStash stash = new ListStash("stash");
        private final Batch batch = new Batch(BATCH);
        private final Body<Count> body = count -> count.value++;
    }

    /** Run and yield. */
    @Benchmark
    @Operations(STARTS)
    public void bareContinuation(Bare state) {
        state.live.run(STARTS);
    }

    /** Start into a list; drain a batch of it, resume the batch: all end. */
    @Benchmark
    @Operations(STARTS)
    public void creel(Creel state, Count count) {
        for (int done = 0; done < STARTS; done += BATCH) {
            for (int i = 0; i < BATCH; i++) {
                state.carrier.start(state.stash, state.body, count);
            }
            state.carrier.resume(state.stash.drain(state.batch, BATCH));
        }
    }

    /** A new continuation per body, run to its end. */
    @Benchmark
    @Operations(STARTS)
    public void freshContinuation(Count count) {
        Continuation[] waiting = new Continuation[BATCH];
        for (int done = 0; done < STARTS; done += BATCH) {
            for (int i = 0; i < BATCH; i++) {
                waiting[i] = BareContinuations.fresh(() -> count.value++);
            }
            for (Continuation next : waiting) {
                next.run();
            }
        }
    }
}
