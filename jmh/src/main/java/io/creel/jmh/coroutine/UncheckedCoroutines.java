package io.creel.jmh.coroutine;

import jdk.internal.misc.Unsafe;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.openjdk.jmh.annotations.CompilerControl;

/**
 * A switch of Creel without the checks for misuse. It has an intrusive first-in-first-out list, a batch, scoped values
 * per coroutine, and a callback that runs after the stack is left. It has no state, owner, epoch, cancellation, or
 * check of the thread.
 */
final class UncheckedCoroutines {
    private static final ContinuationScope SCOPE = new ContinuationScope("unchecked");
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long BINDINGS = UNSAFE.objectFieldOffset(Thread.class, "scopedValueBindings");

    private final Thread thread = Thread.currentThread();
    private final Node[] batch;
    private final int rounds;
    private Node first;
    private Node last;
    private Node running;

    private UncheckedCoroutines(int count, int batchSize, int rounds) {
        batch = new Node[batchSize];
        this.rounds = rounds;
        for (int i = 0; i < count; i++) {
            push(new Node(this::hold));
        }
        run(count);
    }

    /** Makes coroutines and runs each to its first suspension. */
    static UncheckedCoroutines primed(int count, int batchSize) {
        Priming.run(() -> {
            UncheckedCoroutines some = new UncheckedCoroutines(Priming.LIVE, batchSize, Priming.ROUNDS);
            while (some.first != null) {
                some.run(1);
            }
        });
        return new UncheckedCoroutines(count, batchSize, Integer.MAX_VALUE);
    }

    /** A method of its own, so that code inlined here does not enlarge the frames above. */
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private void hold() {
        for (int left = rounds; left > 0; left--) {
            await(this);
        }
    }

    private void await(UncheckedCoroutines where) {
        Node self = running;
        if (self.callback != where) {
            self.callback = where;
        }
        Continuation.yield(SCOPE);
    }

    private void push(Node node) {
        node.next = null;
        if (last == null) {
            first = node;
        } else {
            last.next = node;
        }
        last = node;
    }

    private int drain() {
        int size = 0;
        while (size < batch.length && first != null) {
            batch[size++] = first;
            first = first.next;
        }
        if (first == null) {
            last = null;
        }
        return size;
    }

    /** Resumes at least {@code switches} of them, a batch at a time, each to its next suspension. */
    void run(int switches) {
        int done = 0;
        while (done < switches) {
            int size = drain();
            Object outer = UNSAFE.getReference(thread, BINDINGS);
            for (int i = 0; i < size; i++) {
                Node next = batch[i];
                batch[i] = null;
                resume(next, outer);
            }
            done += size;
        }
    }

    private void resume(Node next, Object outer) {
        running = next;
        if (next.bindings != outer) {
            UNSAFE.putReference(thread, BINDINGS, next.bindings);
        }
        next.run();
        Object bindings = UNSAFE.getReference(thread, BINDINGS);
        if (bindings != next.bindings) {
            next.bindings = bindings;
        }
        if (bindings != outer) {
            UNSAFE.putReference(thread, BINDINGS, outer);
        }
        if (!next.isDone()) {
            next.callback.push(next);
        }
    }

    private static final class Node extends Continuation {
        private Node next;
        private UncheckedCoroutines callback;
        private Object bindings = Thread.class; // the JDK's "no bindings"

        Node(Runnable body) {
            super(SCOPE, body);
        }
    }
}
