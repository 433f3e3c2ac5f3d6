package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Returns;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stash in the order of a signed 64-bit key, least first: deadlines, virtual run times, priorities. Handles with
 * equal keys come out in the order they came in. Unbounded. Two classes implement it. They promise the same and differ
 * in cost:
 *
 * <table>
 * <caption>When to use which</caption>
 * <tr><th></th><th>{@link TreeStash}</th><th>{@link RedBlackStash}</th></tr>
 * <tr><td>structure</td><td>a B+ tree of numbers, beside the handles</td><td>the links of the handles
 * themselves</td></tr>
 * <tr><td>memory</td><td>about 27 bytes per handle</td><td>none</td></tr>
 * <tr><td>while it grows</td><td>some pushes allocate, at most an array of pointers to all blocks</td><td>no push
 * allocates</td></tr>
 * <tr><td>use it for</td><td>speed, most of all with many handles</td><td>a bound on each single push, or memory that
 * is set aside once</td></tr>
 * </table>
 *
 * <p>
 * The key is any {@code long}. A key whose computation overflowed is a small one, and comes first. A handle that is
 * given another key comes last among the handles with an equal key.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}, or those inside a {@link Guarded guard}. {@link #peek} is
 * O(1), every other operation is O(log n) per handle.
 */
public abstract sealed class OrderedStash extends KeyedStash implements AwaitedByKey, Guarded
        permits TreeStash, RedBlackStash {
    private @Nullable StashGuard guard;

    OrderedStash(String name) {
        super(name);
    }

    OrderedStash(String name, ToLongFunction<Coroutine> keyOf) {
        super(name, Objects.requireNonNull(keyOf, "keyOf"));
    }

    /**
     * Finds the handle with the least key.
     *
     * @return the handle, still owned by the stash, or {@code null} if the stash is empty
     */
    @Borrowed(from = "this")
    public abstract @Nullable Coroutine peek();

    /**
     * Finds the first handle whose key is at least a bound. O(log n).
     *
     * @param key the bound, inclusive
     * @return the handle, still owned by the stash, or {@code null} if there is none
     */
    @Borrowed(from = "this")
    public abstract @Nullable Coroutine lowerBound(long key);

    /**
     * Finds the first handle whose key is greater than a bound. O(log n).
     *
     * @param key the bound, exclusive
     * @return the handle, still owned by the stash, or {@code null} if there is none
     */
    @Borrowed(from = "this")
    public final @Nullable Coroutine upperBound(long key) {
        return key == Long.MAX_VALUE ? null : lowerBound(key + 1);
    }

    /**
     * Finds the handle that follows another in order.
     *
     * @param handle a handle in this stash
     * @return the next handle, still owned by the stash, or {@code null} after the last
     * @throws IllegalStateException if the handle is not in this stash
     */
    @Borrowed(from = "this")
    public final @Nullable Coroutine successor(Coroutine handle) {
        requireHeld(handle, "successor");
        return after(handle);
    }

    /** Removes and returns the handle with the least key. Returns {@code null} if the stash is empty. */
    abstract @Nullable Coroutine deleteFirst();

    /** Removes a handle of this stash. */
    abstract void delete(Coroutine handle);

    /** Moves a handle to the place of another key, behind the handles with an equal key. */
    abstract void move(Coroutine handle, long key);

    abstract @Nullable Coroutine after(Coroutine handle);

    /**
     * Returns whether the structure contains a handle, provided that its links and its tag are those that this stash
     * has written.
     */
    abstract boolean has(Coroutine handle);

    /** Checks the structure; for tests. */
    abstract void validate();

    /**
     * Gives a handle another key.
     *
     * @param handle a handle in this stash
     * @param key the new key; the handle comes last among those with an equal key
     * @throws IllegalStateException if the handle is not in this stash
     */
    @Changes
    public void rekey(Coroutine handle, long key) {
        checkThread("rekey");
        assert use.begin("rekey");
        try {
            requireHeld(handle, "rekey");
            move(handle, key);
        } finally {
            assert use.end();
        }
    }

    /**
     * Moves the handles with {@code least <= key <= most} into a batch, in order, until {@code max} handles have been
     * moved or the batch is full. An empty range moves nothing.
     *
     * @param least the lower bound, inclusive
     * @param most the upper bound, inclusive
     * @param batch receives the handles, behind those that it already holds
     * @param max how many handles to move at most
     * @return the batch
     */
    @Changes
    @Returns("batch")
    public Batch popRange(long least, long most, @Changes Batch batch, int max) {
        checkThread("popRange");
        assert use.begin("popRange");
        try {
            Coroutine at = lowerBound(least);
            for (int left = room(batch, max); left > 0 && at != null && key(at) <= most; left--) {
                Coroutine taken = at;
                at = after(taken);
                delete(taken);
                move(taken, batch);
            }
            return batch;
        } finally {
            assert use.end();
        }
    }

    /**
     * Moves handles into a batch, least key first, while they meet a condition, until {@code max} handles have been
     * moved or the batch is full.
     *
     * @param condition is asked about the first handle, before each move; must not use this stash
     * @param batch receives the handles, behind those that it already holds
     * @param max how many handles to move at most
     * @return the batch
     */
    @SuppressWarnings("NullAway") // peek() has found a handle
    @Changes
    @Returns("batch")
    public Batch popWhile(Predicate<Coroutine> condition, @Changes Batch batch, int max) {
        checkThread("popWhile");
        assert use.begin("popWhile");
        try {
            for (int left = room(batch, max); left > 0; left--) {
                Coroutine taken = peek();
                if (taken == null || !condition.test(taken)) {
                    break;
                }
                move(deleteFirst(), batch);
            }
            return batch;
        } finally {
            assert use.end();
        }
    }

    @Override
    public void guardedBy(StashGuard shared) {
        guard = shared;
    }

    @Override
    protected boolean isShared() {
        return guard != null;
    }

    @Override
    protected @Nullable Coroutine extract() {
        assert use.begin("pop");
        Coroutine handle = deleteFirst();
        assert use.end();
        return handle;
    }

    @Override
    protected boolean unlink(Coroutine handle) {
        if (guard != null) {
            return OverlapCheck.inside(guard, () -> isLinked(handle) && unlinkHere(handle));
        }
        return unlinkHere(handle);
    }

    /**
     * Puts the handle back, or, inside a guard, lets it resume at the next poll of its carrier: the taker is outside
     * the guard, so it may not link the handle in again.
     */
    @Override
    protected void putBack(Coroutine unlinked) {
        if (guard == null) {
            super.putBack(unlinked);
        } else {
            wake(unlinked);
        }
    }

    private boolean unlinkHere(Coroutine handle) {
        assert use.begin("remove");
        delete(handle);
        assert use.end();
        return true;
    }

    /**
     * Returns whether the handle is still in this tree; a caller from outside the guard may be late. The owner alone
     * does not tell, because this stash owns the handle until the taker has moved it on. The place is read before the
     * owner: if this tree then still owns the handle, the place was in this tree.
     */
    private boolean isLinked(Coroutine handle) {
        boolean linked = has(handle);
        VarHandle.acquireFence();
        return linked && holds(handle);
    }
}
