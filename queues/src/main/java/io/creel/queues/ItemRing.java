package io.creel.queues;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The items of a {@link LocalChannel}: a circular array whose length is a power of two. Without growing it holds one
 * item more than the channel's capacity: the item of a woken sender passes through it. It grows only if cancelled
 * receivers give items back.
 *
 * <p>
 * Threads: one at a time. O(1).
 */
@SuppressWarnings("NullAway") // a free slot holds null; the size says which are free
final class ItemRing<T> {
    private @Nullable Object[] items;
    private int first;
    private int size;

    ItemRing(int capacity) {
        items = new Object[Math.max(1, Integer.highestOneBit(capacity) << 1)];
    }

    int size() {
        return size;
    }

    void addLast(T item) {
        makeRoom();
        items[first + size++ & items.length - 1] = item;
    }

    void addFirst(T item) {
        makeRoom();
        first = first - 1 & items.length - 1;
        items[first] = item;
        size++;
    }

    @SuppressWarnings("unchecked")
    T pollFirst() {
        if (size == 0) {
            return null;
        }
        T item = (T) items[first];
        items[first] = null;
        first = first + 1 & items.length - 1;
        size--;
        return item;
    }

    private void makeRoom() {
        if (size == items.length) {
            Object[] larger = Arrays.copyOf(items, size * 2);
            System.arraycopy(items, 0, larger, size, first);
            Arrays.fill(larger, 0, first, null);
            items = larger;
        }
    }
}
