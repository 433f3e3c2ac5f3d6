package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.WaitResult;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Result;
import io.creel.core.spec.Returns;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A set of waiters under two indexes: in the order of a number (a deadline, a virtual run time) and by a key (a
 * connection, a tenant). A handle that is taken out by one index leaves both. Handles of equal order come first in
 * first out, and so do handles of an equal key. Bounded; allocates nothing after construction.
 *
 * <p>
 * The order is a B+ tree, with the order number as the handles' {@linkplain Coroutine#key() key}. The numbers that the
 * tree gives to the handles are also the record numbers of the key index, so each index reaches the other in O(1).
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. O(log n) per handle.
 */
@SuppressWarnings("NullAway") // each record that the order or the index names has a handle
public final class IndexedStash extends KeyedStash {
    /** The largest capacity of a stash, in handles. */
    public static final int MAX_CAPACITY = 1 << 26;

    private final HandleOrder order = new HandleOrder();
    private final KeyIndex index;
    private final KeysAwait keysWait = new KeysAwait();

    /** An await with an order and a key. */
    private final class KeysAwait extends WideKeyAwait {
        private long order;
        private long key;

        @Override
        boolean push(@Transfers(when = Result.TRUE) Coroutine self) {
            return IndexedStash.this.push(self, order, key);
        }
    }

    /**
     * Makes an empty set.
     *
     * @param name the name in error messages and dumps
     * @param capacity how many handles it holds at most, 1 to {@link #MAX_CAPACITY}
     */
    public IndexedStash(String name, int capacity) {
        super(name);
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity out of bounds: stash=" + name + ", capacity=" + capacity
                    + ", least=1, most=" + MAX_CAPACITY);
        }
        index = new KeyIndex(capacity);
    }

    /** {@return how many handles it holds at most} */
    public int capacity() {
        return index.capacity();
    }

    @Override
    public int size() {
        return order.size();
    }

    /**
     * Finds the handle with the least order. O(1).
     *
     * @return the handle, still owned by the stash, or {@code null} if the stash is empty
     */
    @Borrowed(from = "this")
    public @Nullable Coroutine peek() {
        return order.first();
    }

    /**
     * Finds the first handle whose order is at least a bound.
     *
     * @param least the bound, inclusive
     * @return the handle, still owned by the stash, or {@code null} if there is none
     */
    @Borrowed(from = "this")
    public @Nullable Coroutine lowerBound(long least) {
        return order.lowerBound(least);
    }

    /**
     * Finds the first handle whose order is greater than a bound.
     *
     * @param most the bound, exclusive
     * @return the handle, still owned by the stash, or {@code null} if there is none
     */
    @Borrowed(from = "this")
    public @Nullable Coroutine upperBound(long most) {
        return most == Long.MAX_VALUE ? null : lowerBound(most + 1);
    }

    /**
     * Finds the handle that follows another in order. O(1).
     *
     * @param handle a handle in this stash
     * @return the next handle, still owned by the stash, or {@code null} after the last
     * @throws IllegalStateException if the handle is not in this stash
     */
    @Borrowed(from = "this")
    public @Nullable Coroutine successor(Coroutine handle) {
        requireHeld(handle, "successor");
        return order.after(tag(handle));
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        order.forEach(action);
    }

    /**
     * Pushes a handle under an order and a key.
     *
     * @param handle suspended and in no stash; owned by the stash if the result is {@code true}, still by the caller
     *        otherwise
     * @param order the position in the order; the least comes first
     * @param key the key
     * @return {@code false} if the stash is full or closed
     * @throws IllegalStateException if the handle is not suspended, or if another stash holds it
     */
    @Changes
    @CheckReturnValue
    public boolean push(@Transfers(when = Result.TRUE) Coroutine handle, long order, long key) {
        claim(handle);
        boolean in = false;
        try {
            in = admit(handle) && enter(handle, order, key);
        } finally {
            settle(handle, in);
        }
        return in;
    }

    private boolean enter(Coroutine handle, long orderOf, long key) {
        assert use.begin("push");
        try {
            if (size() == index.capacity()) {
                return false;
            }
            int number = order.add(handle, orderOf);
            setKey(handle, orderOf);
            setTag(handle, number);
            index.add(number, key);
            return true;
        } finally {
            assert use.end();
        }
    }

    /**
     * Suspends the calling coroutine into this stash. Allocates nothing.
     *
     * @param order the position in the order; the least comes first
     * @param key the key
     * @return {@code true} once the coroutine is resumed; {@code false} at once if the stash is full or closed
     */
    @Suspends
    public boolean await(long order, long key) {
        return waitFor(order, key).await();
    }

    /**
     * Suspends the calling coroutine into this stash until it is resumed or the time-out ends. Allocates nothing.
     *
     * @param order the position in the order; the least comes first
     * @param key the key
     * @param timeoutNs nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return how the wait ended; {@link WaitResult#REFUSED} at once if the stash is full or closed
     */
    @Suspends
    public WaitResult await(long order, long key, long timeoutNs) {
        return waitFor(order, key).await(timeoutNs);
    }

    private KeysAwait waitFor(long awaitedOrder, long key) {
        checkThread("await");
        KeysAwait free = keysWait.isFree() ? keysWait : new KeysAwait();
        free.order = awaitedOrder;
        free.key = key;
        return free;
    }

    /**
     * Takes out the first handle that waits with a key.
     *
     * @param key the key
     * @return the handle, owned by the caller, or {@code null} if none waits with this key
     */
    @Changes
    @Acquires(when = Result.NON_NULL)
    @CheckReturnValue
    public @Nullable Coroutine pop(long key) {
        checkThread("pop");
        assert use.begin("pop");
        int record = index.find(key);
        Coroutine handle = null;
        if (record != KeyIndex.NONE) {
            handle = order.handle(record);
            forget(handle);
            unclaim(handle);
        }
        assert use.end();
        return handle;
    }

    /**
     * Moves the handles that wait with a key into a batch, in the order they came, until {@code max} handles have been
     * moved or the batch is full.
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
        for (int record = index.find(key); record != KeyIndex.NONE && room > 0; room--) {
            Coroutine handle = order.handle(record);
            record = index.next(record);
            forget(handle);
            move(handle, batch);
        }
        assert use.end();
        return batch;
    }

    /**
     * Moves the handles with {@code order <= most}, such as those that are due, into a batch, least order first, until
     * {@code max} handles have been moved or the batch is full.
     *
     * @param most the largest order to move, inclusive
     * @param batch receives the handles, behind those that it already holds
     * @param max how many handles to move at most
     * @return the batch
     */
    @Changes
    @Returns("batch")
    public Batch popUpTo(long most, @Changes Batch batch, int max) {
        int room = room(batch, max);
        assert use.begin("popUpTo");
        for (Coroutine first = peek(); first != null && key(first) <= most && room > 0; first = peek(), room--) {
            forget(first);
            move(first, batch);
        }
        assert use.end();
        return batch;
    }

    /**
     * Counts the handles that wait with a key. O(n) in these handles.
     *
     * @param key the key
     * @return the number of handles
     */
    public int count(long key) {
        int count = 0;
        for (int record = index.find(key); record != KeyIndex.NONE; record = index.next(record)) {
            count++;
        }
        return count;
    }

    /**
     * Returns the key that a handle waits with.
     *
     * @param handle a handle in this stash
     * @return the key
     * @throws IllegalStateException if the handle is not in this stash
     */
    public long keyOf(Coroutine handle) {
        requireHeld(handle, "keyOf");
        return index.key(tag(handle));
    }

    /**
     * Moves a handle to another position in the order.
     *
     * @param handle a handle in this stash
     * @param order the new position; among equal orders the handle comes last
     * @throws IllegalStateException if the handle is not in this stash
     */
    @Changes
    public void reorder(Coroutine handle, long order) {
        checkThread("reorder");
        assert use.begin("reorder");
        try {
            requireHeld(handle, "reorder");
            moveTo(handle, order);
        } finally {
            assert use.end();
        }
    }

    /**
     * Moves all handles that wait with a key to other positions in the order, for example if a tenant's deadlines are
     * postponed or its share changes.
     *
     * @param key the key
     * @param orderOf computes the new order from the old one; must not use this stash
     * @return how many handles were moved
     */
    public int reorderAll(long key, LongUnaryOperator orderOf) {
        checkThread("reorderAll");
        assert use.begin("reorderAll");
        try {
            int count = 0;
            for (int record = index.find(key); record != KeyIndex.NONE; record = index.next(record)) {
                Coroutine handle = order.handle(record);
                moveTo(handle, orderOf.applyAsLong(key(handle)));
                count++;
            }
            return count;
        } finally {
            assert use.end();
        }
    }

    /**
     * Gives a handle another key.
     *
     * @param handle a handle in this stash
     * @param key the new key; the handle comes behind those that have it already
     * @throws IllegalStateException if the handle is not in this stash
     */
    @Changes
    public void rekey(Coroutine handle, long key) {
        checkThread("rekey");
        assert use.begin("rekey");
        try {
            requireHeld(handle, "rekey");
            index.rekey(tag(handle), key);
        } finally {
            assert use.end();
        }
    }

    /** Refuses every push with one key, because this stash needs an order and a key. */
    @Override
    boolean enter(Coroutine handle, long key) {
        throw withoutKey(this, handle);
    }

    @Override
    protected @Nullable Coroutine extract() {
        assert use.begin("pop");
        Coroutine handle = peek();
        if (handle != null) {
            forget(handle);
        }
        assert use.end();
        return handle;
    }

    @Override
    protected boolean unlink(Coroutine handle) {
        assert use.begin("remove");
        forget(handle);
        assert use.end();
        return true;
    }

    private void forget(Coroutine handle) {
        index.remove(tag(handle));
        order.remove(tag(handle));
    }

    private void moveTo(Coroutine handle, long newOrder) {
        order.move(tag(handle), newOrder);
        setKey(handle, newOrder);
    }

    /** Checks both indexes, and that they agree; for tests. */
    void validate() {
        order.validate(this);
        StructureCheck.equal(size(), index.validate(this), "records", this);
    }

    /** Returns the handle of a record; for tests. */
    @Nullable
    Coroutine handle(int record) {
        return order.handle(record);
    }
}
