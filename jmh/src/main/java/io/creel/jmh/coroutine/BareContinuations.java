package io.creel.jmh.coroutine;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * The floor: continuations of the JDK in an array, run one after the other, round and round. No handle, no list, no check;
 * but as many live ones, touched in the same cyclic order, so that caches are as cold as they are for the others.
 */
final class BareContinuations {
    private static final ContinuationScope SCOPE = new ContinuationScope("bare");

    private final Shape shape;
    private final int depth;
    private final Continuation[] all;
    private int rounds;
    private int at;

    /** Makes continuations and runs each to its first suspension. */
    BareContinuations(int count, Shape shape, int depth) {
        this.shape = shape;
        this.depth = depth;
        rounds = Priming.ROUNDS;
        Priming.run(this::generation);
        rounds = Integer.MAX_VALUE;
        all = make(count);
    }

    static Continuation fresh(Runnable body) {
        return new Continuation(SCOPE, body);
    }

    /** Suspends the caller. */
    static void suspend() {
        Continuation.yield(SCOPE);
    }

    private void generation() {
        Continuation[] some = make(Priming.LIVE);
        while (!some[0].isDone()) {
            run(some, 0, some.length);
        }
    }

    private Continuation[] make(int count) {
        Continuation[] some = new Continuation[count];
        for (int i = 0; i < count; i++) {
            some[i] = fresh(shape == Shape.STAY ? () -> stay(depth) : this::comeAndGo);
        }
        run(some, 0, count);
        return some;
    }

    private void stay(int frames) {
        if (frames > 1) {
            stay(frames - 1);
            return;
        }
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
            suspend();
        }
    }

    /** Runs the next ones, each to its next suspension. */
    void run(int switches) {
        at = run(all, at, switches);
    }

    private static int run(Continuation[] continuations, int first, int switches) {
        int next = first;
        for (int i = 0; i < switches; i++) {
            continuations[next].run();
            next = next + 1 == continuations.length ? 0 : next + 1;
        }
        return next;
    }
}
