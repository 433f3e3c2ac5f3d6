package io.creel.queues;

import io.creel.core.Coroutine;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The order below {@link TreeStash} and {@link IndexedStash}: handles sorted by a signed 64-bit key, equal keys in the
 * order of their insertion. It consists of a {@link BPlusTree} of numbers and an array of the handles that the numbers
 * stand for. The stash keeps each number in the tag of its handle. Ownership and closing are the stash's task.
 *
 * <p>
 * Threads: one at a time. Insertion, removal and bounds are O(log n); the first handle and successors are O(1).
 * Allocates only while it holds more handles than ever before, about 27 bytes per handle.
 */
@SuppressWarnings("NullAway") // a free slot holds null; the size says which are free
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

    /** Inserts a handle. Returns its number. */
    int add(Coroutine handle, long key) {
        int number = tree.add(key);
        if (number == room) { // numbers are given out without gaps
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

    /** Removes the handle with the least key. Returns {@code null} if there is none. */
    @Nullable
    Coroutine removeFirst() {
        if (size == 0) {
            return null;
        }
        int number = tree.removeFirst();
        Coroutine handle = handle(number);
        forget(number);
        return handle;
    }

    /** Moves a handle to the place of another key, behind the handles with an equal key. Its number stays. */
    void move(int number, long key) {
        tree.move(number, key);
    }

    @Nullable
    Coroutine first() {
        return handle(tree.first());
    }

    /** Finds the first handle whose key is at least {@code key}. */
    @Nullable
    Coroutine lowerBound(long key) {
        return handle(tree.lowerBound(key));
    }

    /** Finds the handle that follows in order. */
    @Nullable
    Coroutine after(int number) {
        return handle(tree.after(number));
    }

    /** Returns the handle of a number, or {@code null} if there is none. */
    @Nullable
    Coroutine handle(int number) {
        return number == BPlusTree.NONE ? null : blocks[number >>> SHIFT][number & MASK];
    }

    /** Returns whether a number stands for this handle here; the number may be one of another stash. */
    boolean has(int number, Coroutine handle) {
        return number >= 0 && number < room && blocks[number >>> SHIFT][number & MASK] == handle;
    }

    /**
     * Calls the action with all handles in order. Any thread may call it; it may miss or repeat handles that come or
     * leave meanwhile.
     */
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

    /** Checks the tree, and that the tree and the handles agree; for tests. */
    void validate(KeyedStash owner) {
        tree.validate(owner);
        int found = 0;
        for (int number = tree.first(); number != BPlusTree.NONE; number = tree.after(number)) {
            Coroutine handle = handle(number);
            StructureCheck.that(handle != null && KeyedStash.numberOf(handle) == number, "number", owner, handle);
            StructureCheck.that(handle.key() == tree.key(number), "key", owner, handle);
            found++;
        }
        StructureCheck.equal(size, found, "size", owner);
    }
}
