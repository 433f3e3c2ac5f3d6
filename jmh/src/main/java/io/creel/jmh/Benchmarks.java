package io.creel.jmh;

import io.creel.jmh.coroutine.CompletingStartBenchmark;
import io.creel.jmh.coroutine.DepthBenchmark;
import io.creel.jmh.coroutine.SuspendingStartBenchmark;
import io.creel.jmh.coroutine.SwitchBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every benchmark that {@code -Dbench=} knows. A new one is a class and an entry here. */
final class Benchmarks {
    private static final List<Question> ALL = List.of(switches(), depth(), collectors(), start(), memory());

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
}
