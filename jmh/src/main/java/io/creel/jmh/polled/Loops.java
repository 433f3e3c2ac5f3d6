package io.creel.jmh.polled;

import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Loops that a packet path or a server has, by their names. One call is {@link #STEPS} steps. */
public final class Loops implements LongSupplier {
    /** The steps of one call. */
    public static final int STEPS = 1 << 14;

    private static final int FRAME_BYTES = 64;

    private final String name;
    private final byte[] frames = new byte[STEPS];
    private final int[] numbers = new int[STEPS];
    private final Node list;
    private long result;

    private static final class Node {
        final long value;
        final Node next;

        Node(long value, Node next) {
            this.value = value;
            this.next = next;
        }
    }

    public Loops(String name) {
        this.name = name;
        SplittableRandom random = new SplittableRandom(1);
        random.nextBytes(frames);
        Node first = null;
        for (int i = 0; i < STEPS; i++) {
            numbers[i] = random.nextInt();
            first = new Node(random.nextLong(), first);
        }
        list = first;
    }

    @Override
    public long getAsLong() {
        result += switch (name) {
            case "packetHash" -> hashFrames();
            case "listWalk" -> walk();
            case "vectorMix" -> mix();
            case "leafCalls" -> callLeaves();
            case "calls" -> call();
            default -> throw new IllegalArgumentException("unknown loop: name=" + name);
        };
        return result;
    }

    /** FNV-1a over the bytes of each frame. */
    private long hashFrames() {
        long all = 0;
        for (int at = 0; at < STEPS; at += FRAME_BYTES) {
            all ^= hash(frames, at, at + FRAME_BYTES);
        }
        return all;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0x811c9dc5;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i] & 0xFF) * 0x01000193;
        }
        return hash;
    }

    /** One dependent load and one addition per step. */
    private long walk() {
        long sum = 0;
        for (Node node = list; node != null; node = node.next) {
            sum += node.value;
        }
        return sum;
    }

    /** The JIT compiler vectorises this loop. */
    private long mix() {
        int[] mixed = numbers;
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = mixed[i] * 31 + 7;
        }
        return mixed[0];
    }

    private long callLeaves() {
        long sum = 0;
        for (int i = 0; i < STEPS; i++) {
            sum = leaf(sum, i);
        }
        return sum;
    }

    private static long leaf(long sum, int i) {
        return sum * 31 + i;
    }

    private long call() {
        long sum = 0;
        for (int i = 0; i < STEPS; i++) {
            sum = caller(sum, i);
        }
        return sum;
    }

    private static long caller(long sum, int i) {
        return leaf(sum, i) ^ leaf(i, i);
    }
}
