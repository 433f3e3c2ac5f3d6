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
 * Measures one dispatch: a coroutine awaits the placement, which decides where and when, and a worker takes and resumes
 * it. All live ones take turns. The calling thread is the worker; if a policy needs two, it is both in turn.
 */
public class PolicyBenchmark {
    /** A worker that drains a list of its own. */
    public static final String BASELINE = "bareLoop";

    private static final int DISPATCHES = 1024;

    /** How many are live, and how many a worker takes at once. */
    @State(Scope.Thread)
    public static class Load {
        /** How many are live at the same time. */
        @Param("1000")
        public int coroutines;
        /** How many are taken in one duty cycle. */
        @Param({"1", "32"})
        public int batch;
    }

    /** No policy. */
    @State(Scope.Thread)
    public static class Bare {
        private final ListStash list = new ListStash("list");
        private Worker worker;

        /** Sets up in the forked JVM. */
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
        /** Sets up in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "central/fifo", 1);
        }
    }

    /** New ones before preempted ones. */
    @State(Scope.Thread)
    public static class TwoQueue extends Placed {
        /** Sets up in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "central/two-queue", 1);
        }
    }

    /** The earliest deadline first. */
    @State(Scope.Thread)
    public static class Edf extends Placed {
        /** Sets up in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "central/edf", 1);
        }
    }

    /** Weighted round robin over two types. */
    @State(Scope.Thread)
    public static class Weighted extends Placed {
        /** Sets up in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "central/weighted(3,1)", 1);
        }
    }

    /** Join the bounded shortest queue. */
    @State(Scope.Thread)
    public static class BoundedShortest extends Placed {
        /** Sets up in the forked JVM. */
        @Setup
        public void make(Load load) {
            make(load, "jbsq/fifo", 2);
        }
    }

    /** A queue per worker, with stealing. */
    @State(Scope.Thread)
    public static class Robbed extends Placed {
        /** Sets up in the forked JVM. */
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

    /** One queue that any thread may push into. */
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

    /** A list per type. */
    @Benchmark
    @Operations(DISPATCHES)
    public void weightedRoundRobin(Weighted state) {
        state.live.run(DISPATCHES);
    }

    /** A queue per worker, and a central one. */
    @Benchmark
    @Operations(DISPATCHES)
    public void jbsq(BoundedShortest state) {
        state.live.run(DISPATCHES);
    }

    /** A queue per worker. */
    @Benchmark
    @Operations(DISPATCHES)
    public void stealing(Robbed state) {
        state.live.run(DISPATCHES);
    }
}
