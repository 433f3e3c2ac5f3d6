package io.creel.jmh.coroutine;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.jmh.Operations;
import io.creel.queues.ListStash;
import jdk.internal.vm.Continuation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures the whole life of a coroutine that suspends once in its middle; 32 of them are alive at a time. */
public class SuspendingStartBenchmark {
    /** A new continuation per body. */
    public static final String BASELINE = "freshContinuation";

    private static final int BATCH = 32;
    private static final int STARTS = 32 * BATCH;

    /** The counter of the bodies, and the list that they wait in. */
    @State(Scope.Thread)
    public static class Middle {
        private final ListStash stash = new ListStash("middle");
        private long value;
    }

    /** A carrier, a list and a batch. */
    @State(Scope.Thread)
    public static class Creel {
        private final Carrier carrier = new Carrier("carrier");
        private final ListStash stash = new ListStash("stash");
        private final Batch batch = new Batch(BATCH);
        private final Body<Middle> body = middle -> {
            middle.value++;
            Coroutine.await(middle.stash);
            middle.value++;
        };
    }

    /** Start into a list; drain, resume, each awaits another list; drain, resume, each ends. */
    @Benchmark
    @Operations(STARTS)
    public void creel(Creel state, Middle middle) {
        for (int done = 0; done < STARTS; done += BATCH) {
            for (int i = 0; i < BATCH; i++) {
                state.carrier.start(state.stash, state.body, middle);
            }
            state.carrier.resume(state.stash.drain(state.batch, BATCH));
            state.carrier.resume(middle.stash.drain(state.batch, BATCH));
        }
    }

    /** Make, run to the yield, run to the end. */
    @Benchmark
    @Operations(STARTS)
    public void freshContinuation(Middle middle) {
        Continuation[] waiting = new Continuation[BATCH];
        for (int done = 0; done < STARTS; done += BATCH) {
            for (int i = 0; i < BATCH; i++) {
                waiting[i] = BareContinuations.fresh(() -> {
                    middle.value++;
                    BareContinuations.suspend();
                    middle.value++;
                });
            }
            for (Continuation next : waiting) {
                next.run();
            }
            for (Continuation next : waiting) {
                next.run();
            }
        }
    }
}
