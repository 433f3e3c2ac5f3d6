package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.WaitResult;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/**
 * One set of waiters under two indexes: in order of a number (a deadline, a virtual run time) and by a key (a connection, a
 * tenant). Whoever is taken out by one is gone from both; the one owner is this stash. Equal orders come first in first out,
 * and so do equal keys. Bounded; allocates nothing after it is made.
 *
 * <p>
 * The order is a B+ tree, with the order number as the handles' {@linkplain Coroutine#key() key}. Its numbers of the handles
 * are also those of the keys' records. So each index reaches the other in O(1).
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. O(log n) a handle.
 */
public final class IndexedStash extends KeyedStash {
    /** The most handles a stash can be made for. */
    public static final int MAX_CAPACITY = 1 << 26;

    private final HandleOrder order = new HandleOrder();
    private final KeyIndex index;
    private final KeysWait keysWait = new KeysWait();

    /** An await with both keys. */
    private final class KeysWait extends WideWait {
        private long order;
        private long key;

        @Override
        boolean push(Coroutine self) {
            return IndexedStash.this.push(self, order, key);
        }
    }

    /**
     * Makes an empty set.
     *
     * @param name
     *            what error messages and dumps call it
     * @param capacity
     *            how many handles it holds at most, 1 to {@link #MAX_CAPACITY}
     */
    public IndexedStash(String name, int capacity) {
        super(name);
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity out of bounds: stash=" + name + ", capacity=" + capacity
                    + ", least=1, most=" + MAX_CAPACITY);
        }
        index = new KeyIndex(capacity);
    }

    /** How many handles it holds at most. */
    public int capacity() {
        return index.capacity();
    }

    @Override
    public int size() {
        return order.size();
    }

    /** The handle with the least order, which stays the stash's; {@code null} when it is empty. O(1). */
    public Coroutine peek() {
        return order.first();
    }

    /** The first handle whose order is at least this, which stays the stash's; {@code null} if there is none. */
    public Coroutine lowerBound(long least) {
        return order.lowerBound(least);
    }

    /** The first handle whose order is greater, which stays the stash's; {@code null} if there is none. */
    public Coroutine upperBound(long most) {
        return most == Long.MAX_VALUE ? null : lowerBound(most + 1);
    }

    /**
     * The handle that follows in order, which stays the stash's; {@code null} after the last. O(1).
     *
     * @throws IllegalStateException
     *             if the handle is not in this stash
     */
    public Coroutine successor(Coroutine handle) {
        requireHeld(handle, "successor");
        return order.after(tag(handle));
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        order.forEach(action);
    }

    /**
     * Puts a handle in.
     *
     * @return {@code true} and the stash owns the handle; {@code false} where it is full or closed, and the caller keeps it
     * @throws IllegalStateException
     *             where the handle is not suspended and unstashed: it is owned by somebody else
     */
    @CheckReturnValue
    public boolean push(Coroutine handle, long order, long key) {
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
     * @return {@code true} once resumed; {@code false} at once where the stash is full or closed
     */
    public boolean await(long order, long key) {
        return waitFor(order, key).await();
    }

    /**
     * Suspends the calling coroutine into this stash for a while at most. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return {@link WaitResult#REFUSED} at once if the stash is full or closed
     */
    public WaitResult await(long order, long key, long timeoutNs) {
        return waitFor(order, key).await(timeoutNs);
    }

    private KeysWait waitFor(long awaitedOrder, long key) {
        checkThread("await");
        KeysWait free = keysWait.isFree() ? keysWait : new KeysWait();
        free.order = awaitedOrder;
        free.key = key;
        return free;
    }

    /**
     * Takes out the first that waits with a key.
     *
     * @return the handle, owned by the caller, or {@code null} where there is none
     */
    @CheckReturnValue
    public Coroutine pop(long key) {
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
     * Moves those that wait with a key into a batch, in the order they came, until {@code max} have been moved or the batch
     * is full.
     *
     * @return the batch
     */
    public Batch drain(long key, Batch batch, int max) {
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
     * Moves those with {@code order <= most} into a batch, least first, until {@code max} have been moved or the batch is full:
     * what is due.
     *
     * @return the batch
     */
    public Batch popUpTo(long most, Batch batch, int max) {
        int room = room(batch, max);
        assert use.begin("popUpTo");
        for (Coroutine first = peek(); first != null && key(first) <= most && room > 0; first = peek(), room--) {
            forget(first);
            move(first, batch);
        }
        assert use.end();
        return batch;
    }

    /** How many wait with a key. O(n) of these. */
    public int count(long key) {
        int count = 0;
        for (int record = index.find(key); record != KeyIndex.NONE; record = index.next(record)) {
            count++;
        }
        return count;
    }

    /**
     * The key a handle waits with.
     *
     * @throws IllegalStateException
     *             where the handle is not in this stash
     */
    public long keyOf(Coroutine handle) {
        requireHeld(handle, "keyOf");
        return index.key(tag(handle));
    }

    /**
     * Gives a handle another order.
     *
     * @throws IllegalStateException
     *             where the handle is not in this stash
     */
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
     * Gives everyone who waits with a key another order: a tenant's deadlines put off, a share changed.
     *
     * @param orderOf
     *            gets the old order and returns the new; must not use this stash
     * @return how many
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
     * Gives a handle another key; it goes behind those that have that one.
     *
     * @throws IllegalStateException
     *             where the handle is not in this stash
     */
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

    /** It takes two keys: refuses every push with one. */
    @Override
    boolean enter(Coroutine handle, long key) {
        throw withoutKey(this, handle);
    }

    @Override
    protected Coroutine extract() {
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

    /** Checks both indexes, and that they agree, for tests. */
    void validate() {
        order.validate(this);
        Valid.equal(size(), index.validate(this), "records", this);
    }

    /** The handle of a record, for tests. */
    Coroutine handle(int record) {
        return order.handle(record);
    }
}
