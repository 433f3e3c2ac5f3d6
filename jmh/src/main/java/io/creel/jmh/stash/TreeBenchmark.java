package io.creel.jmh.stash;

import io.creel.core.Coroutine;
import io.creel.jmh.Operations;
import io.creel.queues.OrderedStash;
import io.creel.queues.RedBlackStash;
import io.creel.queues.TreeStash;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures popping the least and pushing it with a key among the others, at a steady size, as a deadline or
 * virtual-time scheduler does. All keys differ, because a {@code TreeMap} cannot hold equal ones. All peers hold
 * coroutines and touch those that they take out.
 */
public class TreeBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "creel";

    private static final int MOVES = 256;

    /** The steady size and the next keys, the same for all peers. */
    @State(Scope.Thread)
    public static class Keys {
        /** The number of handles in the tree. */
        @Param({"1000", "100000", "1000000"})
        public int handles;

        private long random = 42;
        private long unique;

        /** Returns a key after the least, at most about twice the present range away; its low bits make it unique. */
        long after(long least) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            return (least >>> 24) + 1 + (random >>> 33) % (2L * handles) << 24 | unique++ & 0xFF_FFFF;
        }
    }

    /** A tree stash. */
    @State(Scope.Thread)
    public static class Creel {
        private final OrderedStash stash;

        /** Makes a B+ tree. */
        public Creel() {
            this(new TreeStash("stash"));
        }

        Creel(OrderedStash stash) {
            this.stash = stash;
        }

        /** Fills it. */
        @Setup
        public void make(Keys keys) {
            for (Coroutine handle : Handles.of(keys.handles)) {
                stash.push(handle, keys.after(0));
            }
        }
    }

    /** The red-black tree through the coroutines. */
    @State(Scope.Thread)
    public static class RedBlack extends Creel {
        /** Makes an empty tree. */
        public RedBlack() {
            super(new RedBlackStash("stash"));
        }
    }

    /** The JDK's red-black tree. */
    @State(Scope.Thread)
    public static class Tree {
        private final TreeMap<Long, Coroutine> map = new TreeMap<>();

        /** Fills it. */
        @Setup
        public void make(Keys keys) {
            for (Coroutine handle : Handles.of(keys.handles)) {
                map.put(keys.after(0), handle);
            }
        }
    }

    /** The JDK's binary heap, with reused nodes. */
    @State(Scope.Thread)
    public static class Heap {
        private static final class Node implements Comparable<Node> {
            final Coroutine handle;
            long key;

            Node(Coroutine handle) {
                this.handle = handle;
            }

            @Override
            public int compareTo(Node other) {
                return Long.compare(key, other.key);
            }
        }

        private final PriorityQueue<Node> queue = new PriorityQueue<>();

        /** Fills it. */
        @Setup
        public void make(Keys keys) {
            for (Coroutine handle : Handles.of(keys.handles)) {
                Node node = new Node(handle);
                node.key = keys.after(0);
                queue.add(node);
            }
        }
    }

    /** Ownership is checked. */
    @Benchmark
    @Operations(MOVES)
    public int creel(Creel state, Keys keys) {
        return move(state, keys);
    }

    /** Ownership is checked; the tree consists of the handles' links only. */
    @Benchmark
    @Operations(MOVES)
    public int creelRedBlack(RedBlack state, Keys keys) {
        return move(state, keys);
    }

    private static int move(Creel state, Keys keys) {
        int sum = 0;
        for (int i = 0; i < MOVES; i++) {
            Coroutine handle = state.stash.pop();
            sum += Handles.touch(handle);
            state.stash.push(handle, keys.after(handle.key()));
        }
        return sum;
    }

    /** A boxed key and an entry each time. */
    @Benchmark
    @Operations(MOVES)
    public int treeMap(Tree state, Keys keys) {
        int sum = 0;
        for (int i = 0; i < MOVES; i++) {
            Map.Entry<Long, Coroutine> least = state.map.pollFirstEntry();
            sum += Handles.touch(least.getValue());
            state.map.put(keys.after(least.getKey()), least.getValue());
        }
        return sum;
    }

    /** No order among equals; O(n) to remove from its middle. */
    @Benchmark
    @Operations(MOVES)
    public int priorityQueue(Heap state, Keys keys) {
        int sum = 0;
        for (int i = 0; i < MOVES; i++) {
            Heap.Node least = state.queue.poll();
            sum += Handles.touch(least.handle);
            least.key = keys.after(least.key);
            state.queue.add(least);
        }
        return sum;
    }
}
