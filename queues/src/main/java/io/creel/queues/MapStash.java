package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Result;
import io.creel.core.spec.Returns;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A map from a 64-bit key to the coroutines that wait for it: connections, tenants, descriptors. First in first out per
 * key; keys have no order among each other. The hash is fixed, so a party that chooses keys freely can make them all
 * fall into one bucket. For keys that peers on the network choose, use {@link FlowStash}, or let the program number
 * them first. Unbounded. Allocates a segment of its table only while the table grows beyond its greatest size, and
 * nothing in steady state.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. O(1) expected; see {@code HashedStash} for the table.
 */
public final class MapStash extends HashedStash implements AwaitedByKey {
    /**
     * Makes an empty map whose handles are pushed with a key.
     *
     * @param name the name in error messages and dumps
     */
    public MapStash(String name) {
        super(name);
    }

    /**
     * Makes an empty map that computes the key of each handle.
     *
     * @param name the name in error messages and dumps
     * @param keyOf called once at each push without a key; an exception that it throws refuses the push
     */
    public MapStash(String name, ToLongFunction<Coroutine> keyOf) {
        super(name, Objects.requireNonNull(keyOf, "keyOf"));
    }

    /**
     * Finds the first handle that waits for a key.
     *
     * @param key the key
     * @return the handle, still owned by the stash, or {@code null} if none waits for the key
     */
    @Borrowed(from = "this")
    public @Nullable Coroutine peek(long key) {
        return find(key, null);
    }

    /**
     * Counts the handles that wait for a key. O(n) in these handles.
     *
     * @param key the key
     * @return the number of handles
     */
    public int count(long key) {
        return countChain(key, null);
    }

    /**
     * Takes out the first handle that waits for a key.
     *
     * @param key the key
     * @return the handle, owned by the caller, or {@code null} if none waits for the key
     */
    @Changes
    @Acquires(when = Result.NON_NULL)
    @CheckReturnValue
    public @Nullable Coroutine pop(long key) {
        checkThread("pop");
        assert use.begin("pop");
        Coroutine head = find(key, null);
        if (head != null) {
            delete(head);
            unclaim(head);
        }
        assert use.end();
        return head;
    }

    /**
     * Moves the handles that wait for a key into a batch, in order, until {@code max} handles have been moved or the
     * batch is full.
     *
     * @param key the key
     * @param batch receives the handles, behind those that it already holds
     * @param max how many handles to move at most
     * @return the batch
     */
    @Changes
    @Returns("batch")
    public Batch drain(long key, @Changes Batch batch, int max) {
        int room = room(batch, max);
        assert use.begin("drain");
        drainChain(key, null, batch, room);
        assert use.end();
        return batch;
    }

    /**
     * Gives a handle another key.
     *
     * @param handle a handle in this stash
     * @param key the new key; the handle comes behind those that wait for it already
     * @throws IllegalStateException if the handle is not in this stash
     */
    @Changes
    public void rekey(Coroutine handle, long key) {
        checkThread("rekey");
        assert use.begin("rekey");
        try {
            requireHeld(handle, "rekey");
            delete(handle);
            add(handle, key, null);
        } finally {
            assert use.end();
        }
    }

    /**
     * Calls an action with the handles that wait for a key, in order.
     *
     * @param key the key
     * @param action must not change this stash
     * @throws IllegalStateException if the action pushes a handle or takes one out
     */
    public void walk(long key, Consumer<Coroutine> action) {
        walkChain(find(key, null), action, changes());
    }

    @Override
    boolean enter(Coroutine handle, long key) {
        return add(handle, key, null);
    }

    @Override
    boolean matches(Coroutine head, @Nullable FlowKey whole) {
        return true;
    }

    @Override
    boolean opened(Coroutine head, @Nullable FlowKey whole) {
        return true;
    }

    @Override
    void joined(Coroutine head, Coroutine waiter) {
        // the 64 bits are the whole key
    }

    @Override
    void ended(Coroutine last) {
        // this map keeps no record per key
    }

    @Override
    int hash(long key) {
        return Hash.of(key);
    }
}
