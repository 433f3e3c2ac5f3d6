package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A stash in order of a signed 64-bit key, least first: deadlines, virtual run times, priorities. Handles with equal keys come
 * out in the order they came in. Unbounded. There are two, which promise the same and differ in what they cost:
 *
 * <table>
 * <caption>When to take which</caption>
 * <tr><th></th><th>{@link TreeStash}</th><th>{@link RedBlackStash}</th></tr>
 * <tr><td>made of</td><td>a B+ tree of numbers, beside the handles</td><td>the links of the handles themselves</td></tr>
 * <tr><td>memory</td><td>some 27 bytes a handle</td><td>none</td></tr>
 * <tr><td>while it grows</td><td>a push allocates now and then, at most an array of pointers to all blocks</td><td>no push
 * allocates</td></tr>
 * <tr><td>take it for</td><td>speed, most of all with many handles</td><td>a bound on each single push, or memory that is set
 * aside once</td></tr>
 * </table>
 *
 * <p>
 * The key is any {@code long}; a key that overflowed while it was computed is a small one, and comes first. A handle that is
 * re-keyed counts as the youngest of its new equals.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}, or those inside a {@link Guarded guard}. {@link #peek} is O(1), everything
 * else O(log n) a handle.
 */
public abstract sealed class OrderedStash extends KeyedStash implements AwaitedByKey, Guarded
        permits TreeStash, RedBlackStash {
    private StashGuard guard;

    OrderedStash(String name) {
        super(name);
    }

    OrderedStash(String name, ToLongFunction<Coroutine> keyOf) {
        super(name, Objects.requireNonNull(keyOf, "keyOf"));
    }

    /** The handle with the least key, which stays the stash's; {@code null} when it is empty. */
    public abstract Coroutine peek();

    /** The first handle whose key is at least this, which stays the stash's; {@code null} if there is none. O(log n). */
    public abstract Coroutine lowerBound(long key);

    /** The first handle whose key is greater, which stays the stash's; {@code null} if there is none. O(log n). */
    public final Coroutine upperBound(long key) {
        return key == Long.MAX_VALUE ? null : lowerBound(key + 1);
    }

    /**
     * The handle that follows in order, which stays the stash's; {@code null} after the last.
     *
     * @throws IllegalStateException
     *             if the handle is not in this stash
     */
    public final Coroutine successor(Coroutine handle) {
        requireHeld(handle, "successor");
        return after(handle);
    }

    /** Removes and returns the handle with the least key; {@code null} when it is empty. */
    abstract Coroutine deleteFirst();

    /** Removes a handle of this set. */
    abstract void delete(Coroutine handle);

    /** Puts a handle to where another key belongs, behind its new equals. */
    abstract void move(Coroutine handle, long key);

    abstract Coroutine after(Coroutine handle);

    /** Whether the handle stands in the structure, if its links and its tag are those that this stash has written. */
    abstract boolean has(Coroutine handle);

    /** Checks the structure, for tests. */
    abstract void validate();

    /**
     * Gives a handle another key.
     *
     * @throws IllegalStateException
     *             where the handle is not in this stash
     */
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
     * Moves the handles with {@code least <= key <= most} into a batch, in order, until {@code max} have been moved or the
     * batch is full. An empty range moves nothing.
     *
     * @return the batch
     */
    public Batch popRange(long least, long most, Batch batch, int max) {
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
     * Moves handles from the least on into a batch as long as a condition holds, at most {@code max} and what the batch has
     * room for. The condition must not use this stash.
     *
     * @return the batch
     */
    public Batch popWhile(Predicate<Coroutine> condition, Batch batch, int max) {
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
    protected Coroutine extract() {
        assert use.begin("pop");
        Coroutine handle = deleteFirst();
        assert use.end();
        return handle;
    }

    @Override
    protected boolean unlink(Coroutine handle) {
        if (guard != null) {
            return Use.inside(guard, () -> isLinked(handle) && unlinkHere(handle));
        }
        return unlinkHere(handle);
    }

    /** Inside a guard it cannot come back, because its taker is outside: it goes on at the next poll of its carrier. */
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
     * Whether it is still in the tree: a caller from outside the guard may be late. This stash stays the owner of a handle until its
     * taker has moved it on, so the owner alone does not tell. The place is read before the owner: if this tree still owns the
     * handle then, the place was in this tree.
     */
    private boolean isLinked(Coroutine handle) {
        boolean linked = has(handle);
        VarHandle.acquireFence();
        return linked && holds(handle);
    }
}
