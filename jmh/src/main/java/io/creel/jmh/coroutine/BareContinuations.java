package io.creel.jmh.coroutine;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.openjdk.jmh.annotations.CompilerControl;

/**
 * The floor: continuations of the JDK in an array, run in turn. No handle, no list, no check. There are as many live
 * ones, in the same cyclic order, so that caches are as cold as for the peers.
 */
final class BareContinuations {
    private static final ContinuationScope SCOPE = new ContinuationScope("bare");

    private final int depth;
    private final Continuation[] all;
    private final int rounds;
    private int at;

    private BareContinuations(int count, Shape shape, int depth, int rounds) {
        this.depth = depth;
        this.rounds = rounds;
        all = new Continuation[count];
        for (int i = 0; i < count; i++) {
            all[i] = fresh(shape == Shape.STAY ? () -> stay(depth) : this::comeAndGo);
        }
        run(count);
    }

    /** Makes continuations and runs each to its first suspension. */
    static BareContinuations primed(int count, Shape shape, int depth) {
        Priming.run(() -> {
            BareContinuations some = new BareContinuations(Priming.LIVE, shape, depth, Priming.ROUNDS);
            while (!some.all[0].isDone()) {
                some.run(Priming.LIVE);
            }
        });
        return new BareContinuations(count, shape, depth, Integer.MAX_VALUE);
    }

    static Continuation fresh(Runnable body) {
        return new Continuation(SCOPE, body);
    }

    /** Suspends the caller. */
    static void suspend() {
        Continuation.yield(SCOPE);
    }

    private void stay(int frames) {
        if (frames > 1) {
            stay(frames - 1);
        } else {
            hold();
        }
    }

    /** A method of its own, so that code inlined here does not enlarge the frames above. */
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private void hold() {
        for (int left = rounds; left > 0; left--) {
            suspend();
        }
    }

    private void comeAndGo() {
        for (int left = rounds; left > 0; left--) {
            come(depth);
        }
    }

    private static void come(int frames) {
        if (frames > 1) {
            come(frames - 1);
        } else {
            once();
        }
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void once() {
        suspend();
    }

    /** Runs continuations in turn, each to its next suspension. */
    void run(int switches) {
        Continuation[] continuations = all;
        int next = at;
        for (int i = 0; i < switches; i++) {
            continuations[next].run();
            next = next + 1 == continuations.length ? 0 : next + 1;
        }
        at = next;
    }
}
