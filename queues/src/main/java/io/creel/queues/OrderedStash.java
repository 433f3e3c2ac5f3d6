package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The set below {@link TreeStash} and {@link IndexedStash}: ordered by the signed 64-bit key, equal keys in the order they
 * came. The order is a {@link BPlusTree} of numbers; here are the handles that the numbers stand for. A handle's number is its
 * tag. It knows neither ownership nor closing.
 *
 * <p>
 * Threads: one at a time. Insertion, removal and bounds O(log n), the leftmost and its successor O(1). Allocates only while it
 * has more handles than ever before: some 27 bytes a handle.
 */
abstract sealed class OrderedStash extends Stash permits TreeStash, IndexedStash {
    private static final int SHIFT = 10;
    private static final int MASK = (1 << SHIFT) - 1;
    private static final int LEAST = 4;

    final Use use;
    private final BPlusTree order = new BPlusTree();
    private Coroutine[][] blocks = {new Coroutine[LEAST]};
    private int room = LEAST;
    private int size;

    OrderedStash(String name) {
        super(name);
        use = new Use(name);
    }

    @Override
    public final int size() {
        return size;
    }

    @Override
    public final boolean isEmpty() {
        return size == 0;
    }

    /** The handle with the least key, which stays the stash's; {@code null} when it is empty. */
    public final Coroutine peek() {
        return handle(order.first());
    }

    /** The first handle whose key is at least this, which stays the stash's; {@code null} where there is none. O(log n). */
    public final Coroutine lowerBound(long key) {
        return handle(order.lowerBound(key));
    }

    /** The first handle whose key is greater, which stays the stash's; {@code null} where there is none. O(log n). */
    public final Coroutine upperBound(long key) {
        return key == Long.MAX_VALUE ? null : lowerBound(key + 1);
    }

    /**
     * The handle that follows in order, which stays the stash's; {@code null} after the last. O(1).
     *
     * @throws IllegalStateException
     *             where the handle is not in this stash
     */
    public final Coroutine successor(Coroutine handle) {
        requireHeld(handle, "successor");
        return after(handle);
    }

    @Override
    public final void forEach(Consumer<Coroutine> action) {
        order.forEach(number -> {
            Coroutine[][] all = blocks;
            int block = number >>> SHIFT;
            int at = number & MASK;
            if (block < all.length && all[block] != null && at < all[block].length && all[block][at] != null) {
                action.accept(all[block][at]);
            }
        });
    }

    /** Inserts a handle whose key is set; returns its number. */
    final int add(Coroutine handle) {
        int number = order.add(key(handle));
        if (number == room) { // numbers come without a gap
            grow();
        }
        blocks[number >>> SHIFT][number & MASK] = handle;
        setTag(handle, number);
        size++;
        return number;
    }

    /** Whether the handle stands behind its number. Its tag may be that of another stash. */
    final boolean has(Coroutine handle) {
        int number = tag(handle);
        return number >= 0 && number < room && blocks[number >>> SHIFT][number & MASK] == handle;
    }

    /** Removes the handle with the least key; {@code null} when it is empty. */
    final Coroutine deleteFirst() {
        if (size == 0) {
            return null;
        }
        int number = order.removeFirst();
        Coroutine handle = handle(number);
        forget(number);
        return handle;
    }

    /** Removes a handle of this set. */
    final void delete(Coroutine handle) {
        int number = tag(handle);
        order.remove(number);
        forget(number);
    }

    private void forget(int number) {
        blocks[number >>> SHIFT][number & MASK] = null;
        size--;
    }

    /** Puts a handle to where another key belongs, behind its new equals; its number stays. */
    final void move(Coroutine handle, long key) {
        order.move(tag(handle), key);
        setKey(handle, key);
    }

    final Coroutine after(Coroutine handle) {
        return handle(order.after(tag(handle)));
    }

    /** The handle of a number, or {@code null} where there is none. */
    final Coroutine handle(int number) {
        return number == BPlusTree.NONE ? null : blocks[number >>> SHIFT][number & MASK];
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
    void validate() {
        order.validate(this);
        int found = 0;
        for (int number = order.first(); number != BPlusTree.NONE; number = order.after(number)) {
            Coroutine handle = handle(number);
            Valid.that(handle != null && tag(handle) == number, "number", this, handle);
            Valid.that(key(handle) == order.key(number), "key", this, handle);
            found++;
        }
        Valid.equal(size, found, "size", this);
    }
}
