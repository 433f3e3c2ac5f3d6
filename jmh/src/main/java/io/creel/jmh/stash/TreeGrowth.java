package io.creel.jmh.stash;

import com.sun.management.ThreadMXBean;
import io.creel.core.Coroutine;
import io.creel.queues.OrderedStash;
import io.creel.queues.RedBlackStash;
import io.creel.queues.TreeStash;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Grows an order from empty to very many handles, several times with the same keys. Prints nanoseconds and bytes per
 * push of the best growth, and nanoseconds and bytes of the longest push. Each push is timed in every growth, and its
 * least time counts. That excludes delays by another process, the compiler or a collection, and includes what a push
 * does every time, such as allocating and copying.
 */
public final class TreeGrowth {
    /** The peers; the first is the baseline. */
    public static final String[] PEERS = {"creel", "creelRedBlack", "treeMap", "priorityQueue"};

    private TreeGrowth() {
    }

    /** An empty order. */
    private interface Order {
        void push(Coroutine handle, long key);

        /** Removes all handles. */
        void empty();
    }

    private record OfAStash(OrderedStash stash) implements Order {
        @Override
        public void push(Coroutine handle, long key) {
            if (!stash.push(handle, key)) {
                throw new IllegalStateException("refused");
            }
        }

        @Override
        public void empty() {
            while (stash.pop() != null) {
                // the handles are in the array
            }
        }
    }

    private record OfATreeMap(TreeMap<Long, Coroutine> map) implements Order {
        @Override
        public void push(Coroutine handle, long key) {
            map.put(key, handle);
        }

        @Override
        public void empty() {
            map.clear();
        }
    }

    private record Entry(long key, Coroutine handle) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return Long.compare(key, other.key);
        }
    }

    private record OfAHeap(PriorityQueue<Entry> queue) implements Order {
        @Override
        public void push(Coroutine handle, long key) {
            queue.add(new Entry(key, handle));
        }

        @Override
        public void empty() {
            queue.clear();
        }
    }

    /** Takes a peer, a number of handles and a number of growths. */
    public static void main(String[] args) {
        int count = Integer.parseInt(args[1]);
        Supplier<Order> empty = orders(args[0]);
        Coroutine[] handles = Handles.of(count);
        long[] keys = new SplittableRandom(42).longs(count).toArray();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] leastNs = new long[count];
        Arrays.fill(leastNs, Long.MAX_VALUE);
        double ns = Double.MAX_VALUE;
        long bytes = 0;
        for (int growth = Integer.parseInt(args[2]); growth > 0; growth--) {
            Order order = empty.get();
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            long before = System.nanoTime();
            for (int i = 0; i < count; i++) {
                order.push(handles[i], keys[i]);
            }
            ns = Math.min(ns, (double) (System.nanoTime() - before) / count);
            bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
            order.empty();
            order = empty.get();
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                order.push(handles[i], keys[i]);
                leastNs[i] = Math.min(leastNs[i], System.nanoTime() - start);
            }
            order.empty();
        }
        int longest = longest(leastNs);
        Order order = empty.get();
        for (int i = 0; i < longest; i++) {
            order.push(handles[i], keys[i]);
        }
        long bytesBefore = threads.getCurrentThreadAllocatedBytes();
        order.push(handles[longest], keys[longest]);
        long bytesOfLongest = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
        System.out.println(ns + " " + (double) bytes / count + " " + leastNs[longest] + " " + bytesOfLongest);
    }

    /** Returns the longest push, without the first, which registers the stash for dumps once. */
    private static int longest(long[] leastNs) {
        int longest = 1;
        for (int i = 1; i < leastNs.length; i++) {
            longest = leastNs[i] > leastNs[longest] ? i : longest;
        }
        return longest;
    }

    private static Supplier<Order> orders(String peer) {
        return switch (peer) {
            case "creel" -> () -> new OfAStash(new TreeStash("stash"));
            case "creelRedBlack" -> () -> new OfAStash(new RedBlackStash("stash"));
            case "treeMap" -> () -> new OfATreeMap(new TreeMap<>());
            case "priorityQueue" -> () -> new OfAHeap(new PriorityQueue<>());
            default -> throw new IllegalArgumentException("no such peer: " + peer);
        };
    }
}
