package io.creel.jmh.stash;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.jmh.Operations;
import io.creel.queues.MpscStash;
import java.util.stream.Stream;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures filling a ring with 32 and emptying it, on one thread: the cost of the operations without contention. */
public class MpscBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "bareJctools";

    private static final int BURST = 32;
    private static final int MOVES = 128 * BURST;

    /** Both queues and their handles. */
    @State(Scope.Thread)
    public static class Rings {
        private final MpscVarHandleArrayQueue<Coroutine> bare = new MpscVarHandleArrayQueue<>(1024);
        private final MpscStash stash = new MpscStash("stash", 1024);
        private final MpscVarHandleArrayQueue<Claimed> claimed = new MpscVarHandleArrayQueue<>(1024);
        private final Batch batch = new Batch(BURST);
        private Coroutine[] handles;
        private Claimed[] claims;
        private int sum;

        /** Makes handles. */
        @Setup
        public void make() {
            handles = Handles.of(BURST);
            claims = Stream.of(handles).map(Claimed::new).toArray(Claimed[]::new);
            Stream.of(claims).forEach(one -> one.claim.release());
        }

        void take(Claimed one) {
            one.claim.release();
            take(one.handle);
        }

        void take(Coroutine handle) {
            sum += Handles.touch(handle);
        }
    }

    /** Offer, and drain. */
    @Benchmark
    @Operations(MOVES)
    public int bareJctools(Rings state) {
        for (int i = 0; i < MOVES / BURST; i++) {
            for (Coroutine handle : state.handles) {
                state.bare.offer(handle);
            }
            state.bare.drain(state::take, BURST);
        }
        return state.sum;
    }

    /** A handle, and the word that says whether it is in a queue. */
    private record Claimed(Coroutine handle, Claim claim) {
        Claimed(Coroutine handle) {
            this(handle, new Claim());
        }
    }

    /** The same with a compare-and-set per offer, without which two threads could offer one handle. */
    @Benchmark
    @Operations(MOVES)
    public int bareJctoolsWithClaim(Rings state) {
        for (int i = 0; i < MOVES / BURST; i++) {
            for (Claimed one : state.claims) {
                one.claim.take();
                state.claimed.offer(one);
            }
            state.claimed.drain(state::take, BURST);
        }
        return state.sum;
    }

    /** Push, and drain into a batch: also ownership of the stash, the batch and the variable. */
    @Benchmark
    @Operations(MOVES)
    public int creel(Rings state) {
        for (int i = 0; i < MOVES / BURST; i++) {
            for (Coroutine handle : state.handles) {
                state.stash.push(handle);
            }
            state.stash.drain(state.batch, BURST);
            for (Coroutine handle = state.batch.take(); handle != null; handle = state.batch.take()) {
                state.take(handle);
            }
        }
        return state.sum;
    }

    /** Offer, and poll one by one. */
    @Benchmark
    @Operations(MOVES)
    public int bareJctoolsOneByOne(Rings state) {
        for (int i = 0; i < MOVES / BURST; i++) {
            for (Coroutine handle : state.handles) {
                state.bare.offer(handle);
            }
            for (Coroutine handle = state.bare.poll(); handle != null; handle = state.bare.poll()) {
                state.take(handle);
            }
        }
        return state.sum;
    }

    /** Push, and pop one by one. */
    @Benchmark
    @Operations(MOVES)
    public int creelOneByOne(Rings state) {
        for (int i = 0; i < MOVES / BURST; i++) {
            for (Coroutine handle : state.handles) {
                state.stash.push(handle);
            }
            for (Coroutine handle = state.stash.pop(); handle != null; handle = state.stash.pop()) {
                state.take(handle);
            }
        }
        return state.sum;
    }
}
