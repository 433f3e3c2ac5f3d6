package io.creel.jmh.coroutine;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * The floor: continuations of the JDK in an array, run one after the other, round and round. No handle, no list, no check;
 * but as many live ones, touched in the same cyclic order, so that caches are as cold as they are for the others.
 */
final class BareContinuations {
    private static final ContinuationScope SCOPE = new ContinuationScope("bare");

    private final Continuation[] all;
    private int at;

    /** Makes continuations and runs each to its first suspension. */
    BareContinuations(int count, Runnable body) {
        all = new Continuation[count];
        for (int i = 0; i < count; i++) {
            all[i] = fresh(body);
            all[i].run();
        }
    }

    static Continuation fresh(Runnable body) {
        return new Continuation(SCOPE, body);
    }

    /** Suspends the caller. */
    static void suspend() {
        Continuation.yield(SCOPE);
    }

    /** Runs the next ones, each to its next suspension. */
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
