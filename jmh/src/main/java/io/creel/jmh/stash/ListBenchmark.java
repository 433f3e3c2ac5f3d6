package io.creel.jmh.stash;

import io.creel.core.Coroutine;
import io.creel.jmh.Operations;
import io.creel.queues.ListStash;
import java.util.ArrayDeque;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures pop from the front and push to the end, at a steady size. All peers hold coroutines and touch those that
 * they take out.
 */
public class ListBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "bareIntrusiveList";

    private static final int MOVES = 8192;

    /** The steady size. */
    @State(Scope.Thread)
    public static class Size {
        /** The number of handles in the list. */
        @Param({"1000", "100000"})
        public int handles;
    }

    /** A list written by hand: links in the nodes, no check. */
    @State(Scope.Thread)
    public static class Bare {
        private static final class Node {
            final Coroutine handle;
            final Claim claim = new Claim();
            Node next;
            Node previous;

            Node(Coroutine handle) {
                this.handle = handle;
            }
        }

        private Node first;
        private Node last;

        /** Fills it. */
        @Setup
        public void make(Size params) {
            for (Coroutine handle : Handles.of(params.handles)) {
                push(new Node(handle));
            }
        }

        void push(Node node) {
            node.previous = last;
            if (last == null) {
                first = node;
            } else {
                last.next = node;
            }
            last = node;
        }

        Node pop() {
            Node node = first;
            first = node.next;
            if (first == null) {
                last = null;
            } else {
                first.previous = null;
                node.next = null;
            }
            return node;
        }
    }

    /** A list stash. */
    @State(Scope.Thread)
    public static class Creel {
        private final ListStash stash = new ListStash("stash");

        /** Fills it. */
        @Setup
        public void make(Size params) {
            for (Coroutine handle : Handles.of(params.handles)) {
                stash.push(handle);
            }
        }
    }

    /** The JDK's ring of references. */
    @State(Scope.Thread)
    public static class Deque {
        private final ArrayDeque<Coroutine> deque = new ArrayDeque<>();

        /** Fills it. */
        @Setup
        public void make(Size params) {
            for (Coroutine handle : Handles.of(params.handles)) {
                deque.addLast(handle);
            }
        }
    }

    /** Links only. */
    @Benchmark
    @Operations(MOVES)
    public int bareIntrusiveList(Bare state) {
        int sum = 0;
        for (int i = 0; i < MOVES; i++) {
            Bare.Node node = state.pop();
            sum += Handles.touch(node.handle);
            state.push(node);
        }
        return sum;
    }

    /** The same with a compare-and-set per push, without which two threads could push one handle. */
    @Benchmark
    @Operations(MOVES)
    public int bareIntrusiveListWithClaim(Bare state) {
        int sum = 0;
        for (int i = 0; i < MOVES; i++) {
            Bare.Node node = state.pop();
            node.claim.release();
            sum += Handles.touch(node.handle);
            node.claim.take();
            state.push(node);
        }
        return sum;
    }

    /** Links and ownership: the holder of the handle and its epoch. */
    @Benchmark
    @Operations(MOVES)
    public int creel(Creel state) {
        int sum = 0;
        for (int i = 0; i < MOVES; i++) {
            Coroutine handle = state.stash.pop();
            sum += Handles.touch(handle);
            state.stash.push(handle);
        }
        return sum;
    }

    /** No links: cannot remove from its middle in O(1). */
    @Benchmark
    @Operations(MOVES)
    public int arrayDeque(Deque state) {
        int sum = 0;
        for (int i = 0; i < MOVES; i++) {
            Coroutine handle = state.deque.pollFirst();
            sum += Handles.touch(handle);
            state.deque.addLast(handle);
        }
        return sum;
    }
}
