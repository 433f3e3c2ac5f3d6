package io.creel.queues;

import io.creel.core.Coroutine;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An {@link OrderedStash} made for speed: a B+ tree of numbers in arrays, so that a search visits few nodes outside the
 * cache. Allocates only while it holds more handles than ever before, about 27 bytes per handle. {@link RedBlackStash}
 * never allocates; {@link OrderedStash} says when to use which, and decision {@code 0035-a-b-plus-tree-for-order} why
 * this tree is not a red-black one.
 *
 * <p>
 * Threads: as for {@link OrderedStash}. {@link #peek} and {@link #successor} are O(1), every other operation is O(log
 * n) per handle; see {@code BPlusTree} for the algorithm.
 */
public final class TreeStash extends OrderedStash {
    private final HandleOrder order = new HandleOrder();

    /**
     * Makes an empty tree whose handles are pushed with a key.
     *
     * @param name the name in error messages and dumps
     */
    public TreeStash(String name) {
        super(name);
    }

    /**
     * Makes an empty tree that computes the key of each handle.
     *
     * @param name the name in error messages and dumps
     * @param keyOf called once at each push without a key; an exception that it throws refuses the push
     */
    public TreeStash(String name, ToLongFunction<Coroutine> keyOf) {
        super(name, keyOf);
    }

    @Override
    public int size() {
        return order.size();
    }

    @Override
    public @Nullable Coroutine peek() {
        return order.first();
    }

    @Override
    public @Nullable Coroutine lowerBound(long key) {
        return order.lowerBound(key);
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        order.forEach(action);
    }

    @Override
    boolean enter(Coroutine handle, long key) {
        setKey(handle, key);
        setTag(handle, order.add(handle, key));
        return true;
    }

    @Override
    @Nullable
    Coroutine deleteFirst() {
        return order.removeFirst();
    }

    @Override
    void delete(Coroutine handle) {
        order.remove(tag(handle));
    }

    @Override
    void move(Coroutine handle, long key) {
        order.move(tag(handle), key);
        setKey(handle, key);
    }

    @Override
    @Nullable
    Coroutine after(Coroutine handle) {
        return order.after(tag(handle));
    }

    @Override
    boolean has(Coroutine handle) {
        return order.has(tag(handle), handle);
    }

    @Override
    void validate() {
        order.validate(this);
    }
}
