package io.creel.jmh;

import io.creel.jmh.coroutine.CompletingStartBenchmark;
import io.creel.jmh.coroutine.DepthBenchmark;
import io.creel.jmh.coroutine.SuspendingStartBenchmark;
import io.creel.jmh.coroutine.SwitchBenchmark;
import io.creel.jmh.coroutine.ThreadParkBenchmark;
import io.creel.jmh.coroutine.ThreadYieldBenchmark;
import io.creel.jmh.stash.ChannelBenchmark;
import io.creel.jmh.stash.FlowMapBenchmark;
import io.creel.jmh.stash.ListBenchmark;
import io.creel.jmh.stash.MpscBenchmark;
import io.creel.jmh.stash.TreeBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every benchmark that {@code -Dbench=} knows. A new one is a class and an entry here. */
final class Benchmarks {
    private static final List<Question> ALL = List.of(switches(), depth(), collectors(), start(), memory(), list(),
            tree(), flowMap(), mpsc(), channel(), threads());

    private Benchmarks() {
    }

    static List<Question> all() {
        return ALL;
    }

    static List<String> names() {
        return ALL.stream().map(Question::name).toList();
    }

    static Optional<Question> find(String word) {
        return ALL.stream().filter(question -> question.name().equals(word)).findFirst();
    }

    private static Question switches() {
        return new JmhQuestion("switch", "what do await, stash, batch pop and resume cost together?",
                """
                bareContinuation            run + yield of continuations in an array; no handle, no list, no check
                creel                       await a list, drain a batch, resume it
                virtualThreadOnOwnExecutor  Thread.yield into a ring, which the benchmark drains in batches
                defaultVirtualThread        unpark the next, park; one ring of threads per place in the batch, on all cores
                All live ones take turns; with 100,000 of them, cache misses are what everybody mostly pays.
                Targets: creel <= 1.15 x bareContinuation and 0 B (what is below 0.5 B/op is bookkeeping of JMH).
                """,
                List.of(Part.of(SwitchBenchmark.class, SwitchBenchmark.BASELINE)));
    }

    private static Question depth() {
        return new JmhQuestion("depth", "does a switch cost more deep inside calls?",
                """
                STAY: the loop is in the innermost frame. RETURN: all frames return after each resume and are called anew.
                Batches of 32 over 1,000 live ones. Target: creel <= 1.15 x bareContinuation at each depth.
                """,
                List.of(Part.of(DepthBenchmark.class, DepthBenchmark.BASELINE)));
    }

    private static Question collectors() {
        List<Part> parts = new ArrayList<>();
        for (String gc : List.of("Serial", "Parallel", "G1", "Z")) {
            parts.add(Part.of(DepthBenchmark.class, DepthBenchmark.BASELINE).with("depth", "1").with("shape", "STAY")
                    .with("promoted", "false", "true").label("gc", gc).jvm("-XX:+Use" + gc + "GC"));
        }
        return new JmhQuestion("gc", "does a switch cost more under another collector, or after promotion?",
                """
                promoted: a full collection has moved the live ones to the old generation before the warm-up; their first
                suspension after that makes a new stack chunk and is not in these figures.
                Batches of 32 over 1,000 live ones. Target: creel <= 1.15 x bareContinuation under each collector.
                """,
                parts);
    }

    private static Question start() {
        return new JmhQuestion("start", "what does a coroutine cost that hardly suspends?",
                """
                completes: starts into a list, is drained and resumed in a batch of 32, and ends without a suspension.
                Target: creel <= 0.12 x bareContinuation (one run + yield of a continuation that is already there).
                suspendsOnce: the same with one await in its middle.
                Target: creel <= 1.25 x freshContinuation (made, run, yields, run, ends).
                """,
                List.of(Part.of(CompletingStartBenchmark.class, CompletingStartBenchmark.BASELINE).label("body",
                        "completes"),
                        Part.of(SuspendingStartBenchmark.class, SuspendingStartBenchmark.BASELINE).label("body",
                                "suspendsOnce")));
    }

    private static Question memory() {
        return new MemoryQuestion("memory", "how many bytes of heap does a suspended coroutine hold?",
                """
                B/op is bytes for each, at depth 1, after a full collection (Serial), place in array or list included.
                Targets: creel <= 340 B and <= 0.55 x virtualThread.
                """);
    }

    private static Question list() {
        return new JmhQuestion("list", "what does a list stash cost besides its links?",
                """
                bareIntrusiveList  pop and push of nodes; links only, no check
                creel              the same, with ownership checked and written, one compare-and-set a push
                arrayDeque         references in a ring; takes nothing out of its middle in O(1)
                Target: creel <= 1.1 x bareIntrusiveList and 0 B.
                """,
                List.of(Part.of(ListBenchmark.class, ListBenchmark.BASELINE)));
    }

    private static Question tree() {
        return new JmhQuestion("tree", "what does it cost to wait by deadline?",
                """
                One operation pops the least and pushes it with a key among the others. creel checks ownership.
                Targets: treeMap and priorityQueue >= 1.5 x creel; creel 0 B.
                """,
                List.of(Part.of(TreeBenchmark.class, TreeBenchmark.BASELINE)));
    }

    private static Question flowMap() {
        return new JmhQuestion("flowmap", "what does it cost to wait for a packet of one of a million flows?",
                """
                One operation pops by 5-tuple and pushes again. creel checks ownership, and hashes with a seed.
                Targets: hashMap >= 1.5 x creel; creel 0 B.
                """,
                List.of(Part.of(FlowMapBenchmark.class, FlowMapBenchmark.BASELINE)));
    }

    private static Question mpsc() {
        return new JmhQuestion("mpsc", "what does a stash between threads cost besides its queue?",
                """
                Bursts of 32 on one thread. creel is the queue of the baseline with ownership and closing.
                Target: creel <= 1.1 x bareJctools and 0 B.
                """,
                List.of(Part.of(MpscBenchmark.class, MpscBenchmark.BASELINE)));
    }

    private static Question channel() {
        return new JmhQuestion("channel", "what does it cost to hand an item to another coroutine?",
                """
                One sender, one receiver, capacity 0. The virtual threads may use every core.
                Targets: synchronousQueueOnVirtualThreads >= 4 x creel; creel 0 B.
                """,
                List.of(Part.of(ChannelBenchmark.class, ChannelBenchmark.BASELINE)));
    }

    private static Question threads() {
        return new JmhQuestion("threads", "what do virtual threads cost on a worker, in a queue with a policy?",
                """
                yields: Thread.yield of threads that take turns. parks: two threads, each unparks the other and parks.
                virtualThreadOnOwnExecutor  a ring of tasks that the calling thread drains: no policy, one thread, no refusal
                creel                       the queue of a placement, FIFO, served by a worker; handles, guard and ring included
                creelList                   a list that only this worker touches: what a handle costs without a placement
                defaultVirtualThread        the scheduler of the JDK, which may use every core
                Targets: creelList <= 1.1 x virtualThreadOnOwnExecutor and 0 B; defaultVirtualThread >= 3 x creel where they park.
                """,
                List.of(Part.of(ThreadYieldBenchmark.class, ThreadYieldBenchmark.BASELINE).label("does", "yields"),
                        Part.of(ThreadParkBenchmark.class, ThreadParkBenchmark.BASELINE).label("does", "parks")));
    }
}
