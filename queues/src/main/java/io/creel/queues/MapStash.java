package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * A map from a 64-bit key to those who wait for it: connections, tenants, descriptors. First in first out per key; among keys
 * no order. Its hash is a fixed one, so whoever chooses keys freely can make them share a bucket: what peers on the network
 * choose is for {@link FlowStash}, or is numbered by the program first. Unbounded; allocates a segment of its table now and then while it grows to a size it never had, and nothing in
 * steady state.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. O(1) expected; see {@code HashedStash} for the table.
 */
public final class MapStash extends HashedStash implements AwaitedByKey {
    /**
     * Makes an empty map whose handles are pushed with a key.
     *
     * @param name
     *            what error messages and dumps call it
     */
    public MapStash(String name) {
        super(name);
    }

    /**
     * Makes an empty map that asks each handle for its key.
     *
     * @param name
     *            what error messages and dumps call it
     * @param keyOf
     *            called once at each push without a key; an exception it throws refuses the push
     */
    public MapStash(String name, ToLongFunction<Coroutine> keyOf) {
        super(name, Objects.requireNonNull(keyOf, "keyOf"));
    }

    /** The first that waits for a key, which stays the stash's; {@code null} where nobody does. */
    public Coroutine peek(long key) {
        return find(key, null);
    }

    /** How many wait for a key. O(n) of these. */
    public int count(long key) {
        return countChain(key, null);
    }

    /**
     * Takes out the first that waits for a key.
     *
     * @return the handle, owned by the caller, or {@code null} where nobody waits for it
     */
    @CheckReturnValue
    public Coroutine pop(long key) {
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
     * Moves those who wait for a key into a batch, in order, until {@code max} have been moved or the batch is full.
     *
     * @return the batch
     */
    public Batch drain(long key, Batch batch, int max) {
        int room = room(batch, max);
        assert use.begin("drain");
        drainChain(key, null, batch, room);
        assert use.end();
        return batch;
    }

    /**
     * Gives a handle another key; it goes behind those that wait for that one.
     *
     * @throws IllegalStateException
     *             where the handle is not in this stash
     */
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
     * Shows those who wait for a key, in order.
     *
     * @throws IllegalStateException
     *             where the action puts something in or takes something out
     */
    public void walk(long key, Consumer<Coroutine> action) {
        walkChain(find(key, null), action, changes());
    }

    @Override
    boolean enter(Coroutine handle, long key) {
        return add(handle, key, null);
    }

    @Override
    boolean matches(Coroutine head, FlowKey whole) {
        return true;
    }

    @Override
    boolean opened(Coroutine head, FlowKey whole) {
        return true;
    }

    @Override
    void joined(Coroutine head, Coroutine waiter) {
        // the key is all there is
    }

    @Override
    void ended(Coroutine last) {
        // nothing is kept per key
    }

    @Override
    int hash(long key) {
        return Hash.of(key);
    }
}
