package io.creel.jmh.policy;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.jmh.Operations;
import io.creel.jmh.coroutine.Priming;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One dispatch: a coroutine awaits the placement, which decides where and when, a worker takes it and resumes it. All live
 * ones take turns. The calling thread is the worker, and where a policy needs two, both in turn.
 */
public class PolicyBenchmark {
    /** A worker that drains a list which only it touches. */
    public static final String BASELINE = "bareLoop";

    private static final int DISPATCHES = 1024;

    /** How many live, and how many a worker takes at once. */
    @State(Scope.Thread)
    public static class Load {
        /** Live at the same time. */
        @Param("1000")
        public int coroutines;
        /** Taken in one duty cycle. */
        @Param({"1", "32"})
        public int batch;
    }

    /** No policy. */
    @State(Scope.Thread)
    public static class Bare {
        private final ListStash list = new ListStash("list");
        private Worker worker;

        /** Made in the forked JVM. */
        @Setup
        public void make(Load load) {
            Batch batch = new Batch(load.batch);
            worker = new Worker("bench", running -> running.resume(list.drain(batch, load.batch)), System::nanoTime);
            Priming.run(() -> {
                start(Priming.LIVE, Priming.ROUNDS);
                run(Priming.LIVE * (Priming.ROUNDS + 1));
            });
            start(load.coroutines, Integer.MAX_VALUE);
            run(load.coroutines);
        }

        private void start(int count, int rounds) {
            Body<ListStash> body = stash -> await(stash, rounds);
            for (int i = 0; i < count; i++) {
                list.push(Coroutine.create(body, list));
            }
        }

        @CompilerControl(CompilerControl.Mode.DONT_INLINE)
        private static void await(ListStash stash, int rounds) {
            for (int left = rounds; left > 0; left--) {
                Coroutine.await(stash);
            }
        }

        private void run(int dispatches) {
            int done = 0;
            while (done < dispatches) {
                done += worker.doWork();
            }
        }
    }

    /** One queue, two queues, a tree, shares. */
    @State(Scope.Thread)
    public static class Placed {
        LivePlacement live;

        void make(Load load, String policy, int workers) {
            live = LivePlacement.primed(policy, load.coroutines, workers, load.batch);
        }
    }

    /** First in first out. */
    @State(Scope.Thread)
    public static class Fifo extends Placed {
        /** Made in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "central/fifo", 1);
        }
    }

    /** New ones before preempted ones. */
    @State(Scope.Thread)
    public static class TwoQueue extends Placed {
        /** Made in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "central/two-queue", 1);
        }
    }

    /** The earliest deadline first. */
    @State(Scope.Thread)
    public static class Edf extends Placed {
        /** Made in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "central/edf", 1);
        }
    }

    /** Weighted round robin over two types. */
    @State(Scope.Thread)
    public static class Weighted extends Placed {
        /** Made in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "central/weighted(3,1)", 1);
        }
    }

    /** Join the bounded shortest queue. */
    @State(Scope.Thread)
    public static class BoundedShortest extends Placed {
        /** Made in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "jbsq/fifo", 2);
        }
    }

    /** A queue a worker, and stealing. */
    @State(Scope.Thread)
    public static class Robbed extends Placed {
        /** Made in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "stealing/fifo", 2);
        }
    }

    /** Await a list, drain it, resume. */
    @Benchmark
    @Operations(DISPATCHES)
    public void bareLoop(Bare state) {
        state.run(DISPATCHES);
    }

    /** One queue that every thread may push into. */
    @Benchmark
    @Operations(DISPATCHES)
    public void fifo(Fifo state) {
        state.live.run(DISPATCHES);
    }

    /** Two of them, and a quantum. */
    @Benchmark
    @Operations(DISPATCHES)
    public void twoQueue(TwoQueue state) {
        state.live.run(DISPATCHES);
    }

    /** A tree by deadline. */
    @Benchmark
    @Operations(DISPATCHES)
    public void edf(Edf state) {
        state.live.run(DISPATCHES);
    }

    /** A list a type. */
    @Benchmark
    @Operations(DISPATCHES)
    public void weightedRoundRobin(Weighted state) {
        state.live.run(DISPATCHES);
    }

    /** A queue a worker, and one before them. */
    @Benchmark
    @Operations(DISPATCHES)
    public void jbsq(BoundedShortest state) {
        state.live.run(DISPATCHES);
    }

    /** A queue a worker. */
    @Benchmark
    @Operations(DISPATCHES)
    public void stealing(Robbed state) {
        state.live.run(DISPATCHES);
    }
}
