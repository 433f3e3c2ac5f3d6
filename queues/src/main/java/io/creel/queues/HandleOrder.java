package io.creel.queues;

import io.creel.core.Coroutine;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The order below {@link TreeStash} and {@link IndexedStash}: by a signed 64-bit key, equal keys in the order they came. A
 * {@link BPlusTree} of numbers, and beside it the handles that the numbers stand for; the stash keeps each number in its handle's
 * tag. It knows neither ownership nor closing.
 *
 * <p>
 * Threads: one at a time. Insertion, removal and bounds O(log n), the leftmost and its successor O(1). Allocates only while it
 * has more handles than ever before: some 27 bytes a handle.
 */
final class HandleOrder {
    private static final int SHIFT = 10;
    private static final int MASK = (1 << SHIFT) - 1;
    private static final int LEAST = 4;

    private final BPlusTree tree = new BPlusTree();
    private Coroutine[][] blocks = {new Coroutine[LEAST]};
    private int room = LEAST;
    private int size;

    int size() {
        return size;
    }

    /** Inserts a handle; returns its number. */
    int add(Coroutine handle, long key) {
        int number = tree.add(key);
        if (number == room) { // numbers come without a gap
            grow();
        }
        blocks[number >>> SHIFT][number & MASK] = handle;
        size++;
        return number;
    }

    void remove(int number) {
        tree.remove(number);
        forget(number);
    }

    /** Removes the handle with the least key; {@code null} if there is none. */
    Coroutine removeFirst() {
        if (size == 0) {
            return null;
        }
        int number = tree.removeFirst();
        Coroutine handle = handle(number);
        forget(number);
        return handle;
    }

    /** Puts a handle to where another key belongs, behind its new equals; its number stays. */
    void move(int number, long key) {
        tree.move(number, key);
    }

    Coroutine first() {
        return handle(tree.first());
    }

    /** The first handle whose key is at least this. */
    Coroutine lowerBound(long key) {
        return handle(tree.lowerBound(key));
    }

    /** The handle that follows. */
    Coroutine after(int number) {
        return handle(tree.after(number));
    }

    /** The handle of a number, or {@code null} if there is none. */
    Coroutine handle(int number) {
        return number == BPlusTree.NONE ? null : blocks[number >>> SHIFT][number & MASK];
    }

    /** Whether the handle stands behind a number, which may be that of another stash. */
    boolean has(int number, Coroutine handle) {
        return number >= 0 && number < room && blocks[number >>> SHIFT][number & MASK] == handle;
    }

    /** Shows all, in order. Any thread: it may miss or repeat what comes and goes meanwhile. */
    void forEach(Consumer<Coroutine> action) {
        tree.forEach(number -> {
            Coroutine[][] all = blocks;
            int block = number >>> SHIFT;
            int at = number & MASK;
            if (block < all.length && all[block] != null && at < all[block].length && all[block][at] != null) {
                action.accept(all[block][at]);
            }
        });
    }

    private void forget(int number) {
        blocks[number >>> SHIFT][number & MASK] = null;
        size--;
    }

    private void grow() {
        int block = room >>> SHIFT;
        if (block == 0) {
            blocks[0] = Arrays.copyOf(blocks[0], 2 * room);
            room = blocks[0].length;
            return;
        }
        if (block == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * block);
        }
        blocks[block] = new Coroutine[1 << SHIFT];
        room += 1 << SHIFT;
    }

    /** Checks the tree, and that it and the handles agree, for tests. */
    void validate(KeyedStash owner) {
        tree.validate(owner);
        int found = 0;
        for (int number = tree.first(); number != BPlusTree.NONE; number = tree.after(number)) {
            Coroutine handle = handle(number);
            Valid.that(handle != null && KeyedStash.numberOf(handle) == number, "number", owner, handle);
            Valid.that(handle.key() == tree.key(number), "key", owner, handle);
            found++;
        }
        Valid.equal(size, found, "size", owner);
    }
}
