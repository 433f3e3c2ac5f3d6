package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The hash table below {@link MapStash} and {@link FlowStash}: chains of waiters by a 64-bit key, first in first out
 * per key, in a table that grows by one bucket at a time.
 *
 * <p>
 * <b>Waiters</b> of one key form a chain through {@code next} and {@code previous}. The {@code previous} of its head is
 * its tail, so a handle is a head if its {@code previous} has no {@code next}. The heads of one bucket form a chain
 * through {@code parent}.
 *
 * <p>
 * <b>Linear hashing.</b> Buckets are numbered 0 to {@code buckets - 1}. With {@code 2^k <= buckets < 2^(k+1)}, a hash
 * belongs to the bucket of its low k+1 bits if that bucket exists, else to the bucket of its low k bits. A new bucket
 * {@code b} therefore takes its heads from the bucket {@code b - 2^k} alone. When the number of keys exceeds half the
 * number of buckets, two buckets are added. So a push moves the heads of at most two buckets, no push causes a long
 * pause, and at most one segment of {@value #SEGMENT} buckets is allocated at once. The table never shrinks. Load
 * factor ½: every extra chain entry costs a cache miss.
 *
 * <p>
 * Threads: one at a time. Every operation on a key is O(1) expected. A {@link #pop} without a key searches for the next
 * bucket in use, which is amortised O(1) while a full table is drained.
 *
 * <p>
 * Source: W. Litwin, "Linear hashing: a new tool for file and table addressing", VLDB 1980; in memory with segments,
 * P.-Å. Larson, "Dynamic hash tables", CACM 31(4), 1988.
 */
@SuppressWarnings("NullAway") // the algorithm knows which link is null; validate() checks every link
abstract sealed class HashedStash extends KeyedStash permits MapStash, FlowStash {
    static final int SEGMENT = 1 << 10;
    private static final int SHIFT = Integer.numberOfTrailingZeros(SEGMENT);

    private Coroutine[][] segments = {new Coroutine[SEGMENT]};
    private int buckets = 1;
    private int mask;
    private int keys;
    private int size;
    private int sweep;
    private int changes;

    HashedStash(String name) {
        super(name);
    }

    HashedStash(String name, ToLongFunction<Coroutine> keyOf) {
        super(name, keyOf);
    }

    @Override
    public final int size() {
        return size;
    }

    /** {@return how many keys have waiters} */
    public final int keys() {
        return keys;
    }

    /**
     * Calls an action with every waiter once, those of one key in order. Unlike {@link #forEach} the walk is exact, and
     * only the thread that uses the stash may call it.
     *
     * @param action must not change this stash
     * @throws IllegalStateException if the action pushes a handle or takes one out
     */
    public final void walk(Consumer<Coroutine> action) {
        int expected = changes;
        for (int bucket = 0; bucket < buckets; bucket++) {
            for (Coroutine head = head(bucket); head != null; head = parent(head)) {
                walkChain(head, action, expected);
            }
        }
    }

    @Override
    public final void forEach(Consumer<Coroutine> action) {
        // The loop is bounded, because a racing change may bend a chain into a circle.
        int steps = 2 * size + 2;
        int known = buckets;
        for (int bucket = 0; bucket < known; bucket++) {
            for (Coroutine head = head(bucket); head != null && steps > 0; head = parent(head)) {
                for (Coroutine at = head; at != null && steps-- > 0; at = next(at)) {
                    action.accept(at);
                }
            }
        }
    }

    /** Returns whether a head with the right 64-bit key also has the right whole key. */
    abstract boolean matches(Coroutine head, @Nullable FlowKey whole);

    /**
     * Called when a key gets its first waiter, whose 64-bit key is set already. Returns {@code false} if there is no
     * room for the key.
     */
    abstract boolean opened(Coroutine head, @Nullable FlowKey whole);

    /** Called when a waiter joins the others of its key. */
    abstract void joined(Coroutine head, Coroutine waiter);

    /** Called when the last waiter of a key has left. */
    abstract void ended(Coroutine last);

    /** Returns the hash of a 64-bit key; its low bits choose the bucket. */
    abstract int hash(long key);

    final void walkChain(@Nullable Coroutine head, Consumer<Coroutine> action, int expected) {
        for (Coroutine at = head; at != null; at = next(at)) {
            action.accept(at);
            if (changes != expected) {
                throw new IllegalStateException("walk refused to go on, the stash was changed meanwhile: stash=" + this
                        + ", changes=" + (changes - expected));
            }
        }
    }

    final int changes() {
        return changes;
    }

    /**
     * Finds the first waiter of a key, or {@code null}.
     *
     * @param whole the key that the 64 bits are a hash of; {@code null} if the 64 bits are the whole key
     */
    final @Nullable Coroutine find(long key, @Nullable FlowKey whole) {
        Coroutine head = head(bucketOf(key));
        while (head != null && (key(head) != key || !matches(head, whole))) {
            head = parent(head);
        }
        return head;
    }

    /** Returns the first head in the bucket of a key, or {@code null}. */
    final Coroutine first(long key) {
        return head(bucketOf(key));
    }

    /** Returns the first head with the same 64-bit key, even if its whole key differs, or {@code null}. */
    final Coroutine sameHash(long key) {
        Coroutine head = first(key);
        while (head != null && key(head) != key) {
            head = parent(head);
        }
        return head;
    }

    /** Puts a handle behind those that wait for a key. */
    final boolean add(Coroutine handle, long key, @Nullable FlowKey whole) {
        setKey(handle, key);
        Coroutine head = find(key, whole);
        if (head == null) {
            if (!opened(handle, whole)) {
                return false;
            }
            if (buckets < 2 * (keys + 1)) {
                grow();
                grow();
            }
            keys++;
            setPrevious(handle, handle);
            hang(handle, bucketOf(key));
        } else {
            Coroutine tail = previous(head);
            setNext(tail, handle);
            setPrevious(handle, tail);
            setPrevious(head, handle);
            joined(head, handle);
        }
        size++;
        changes++;
        return true;
    }

    /** Removes a handle that is in this table. */
    final void delete(Coroutine handle) {
        Coroutine before = previous(handle);
        Coroutine after = next(handle);
        if (next(before) != null) { // the handle is not a head
            setNext(before, after);
            setPrevious(after == null ? headOf(handle) : after, before);
        } else {
            if (after == null) {
                keys--;
                ended(handle);
            } else {
                setPrevious(after, before);
            }
            replaceHead(handle, after);
        }
        setNext(handle, null);
        setPrevious(handle, null);
        setParent(handle, null);
        size--;
        changes++;
    }

    /** Moves the waiters of a key into a batch. */
    final void drainChain(long key, @Nullable FlowKey whole, Batch batch, int room) {
        Coroutine head = room > 0 ? find(key, whole) : null;
        for (int left = room; left > 0 && head != null; left--) {
            Coroutine following = next(head);
            delete(head);
            move(head, batch);
            head = following;
        }
    }

    final int countChain(long key, @Nullable FlowKey whole) {
        int count = 0;
        for (Coroutine at = find(key, whole); at != null; at = next(at)) {
            count++;
        }
        return count;
    }

    @Override
    protected final @Nullable Coroutine extract() {
        assert use.begin("pop");
        Coroutine head = null;
        if (size > 0) {
            while ((head = head(sweep)) == null) {
                sweep = sweep + 1 == buckets ? 0 : sweep + 1;
            }
            delete(head);
        }
        assert use.end();
        return head;
    }

    @Override
    protected final boolean unlink(Coroutine handle) {
        assert use.begin("remove");
        delete(handle);
        assert use.end();
        return true;
    }

    /** Finds the head of the chain that ends at a tail whose own links may be changing. */
    private Coroutine headOf(Coroutine tail) {
        Coroutine head = head(bucketOf(key(tail)));
        while (previous(head) != tail) {
            head = parent(head);
        }
        return head;
    }

    private void replaceHead(Coroutine head, Coroutine by) {
        Coroutine rest = parent(head);
        if (by != null) {
            setParent(by, rest);
        }
        Coroutine link = by == null ? rest : by;
        int bucket = bucketOf(key(head));
        Coroutine at = head(bucket);
        if (at == head) {
            setHead(bucket, link);
            return;
        }
        while (parent(at) != head) {
            at = parent(at);
        }
        setParent(at, link);
    }

    private void hang(Coroutine head, int bucket) {
        setParent(head, head(bucket));
        setHead(bucket, head);
    }

    private void grow() {
        int fresh = buckets;
        if (fresh >>> SHIFT == segments.length) {
            segments = java.util.Arrays.copyOf(segments, segments.length * 2);
        }
        if (segments[fresh >>> SHIFT] == null) {
            segments[fresh >>> SHIFT] = new Coroutine[SEGMENT];
        }
        int old = fresh - Integer.highestOneBit(fresh);
        buckets++;
        mask = (Integer.highestOneBit(fresh) << 1) - 1;
        Coroutine head = head(old);
        setHead(old, null);
        while (head != null) {
            Coroutine rest = parent(head);
            hang(head, bucketOf(key(head)));
            head = rest;
        }
    }

    private int bucketOf(long key) {
        int hash = hash(key);
        int bucket = hash & mask;
        return bucket < buckets ? bucket : hash & mask >>> 1;
    }

    private Coroutine head(int bucket) {
        return segments[bucket >>> SHIFT][bucket & SEGMENT - 1];
    }

    private void setHead(int bucket, @Nullable Coroutine head) {
        segments[bucket >>> SHIFT][bucket & SEGMENT - 1] = head;
    }

    /** Checks the chains, the buckets and the counts; for tests. */
    void validate() {
        int foundKeys = 0;
        int found = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            for (Coroutine head = head(bucket); head != null; head = parent(head)) {
                StructureCheck.equal(bucket, bucketOf(key(head)), "bucket", this);
                foundKeys++;
                Coroutine before = previous(head);
                StructureCheck.that(next(before) == null, "tail", this, head);
                for (Coroutine at = head; at != null; at = next(at)) {
                    StructureCheck.that(previous(at) == before, "link back", this, at);
                    StructureCheck.that(key(at) == key(head), "key of a chain", this, at);
                    before = at;
                    found++;
                }
                StructureCheck.that(previous(head) == before, "last", this, head);
            }
        }
        StructureCheck.equal(keys, foundKeys, "keys", this);
        StructureCheck.equal(size, found, "size", this);
    }
}
