package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.core.WaitResult;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A tree by a signed 64-bit key, least first: deadlines, virtual run times, priorities. Handles with equal keys come out in
 * the order they came in. Unbounded; allocates only while it holds more than ever before, some 27 bytes a handle.
 *
 * <p>
 * The key is any {@code long}; a key that overflowed while it was computed is a small one, and comes first. A handle that is
 * re-keyed counts as the youngest of its new equals.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}, or those inside a {@link Guarded guard}. {@link #peek} is O(1), everything else O(log n) a handle; see {@code BPlusTree} for the
 * algorithm.
 */
public final class TreeStash extends OrderedStash implements Guarded {
    private StashGuard guard;
    private final ToLongFunction<Coroutine> keyOf;
    /** Whether the push that is under way has set the key; the rest of it is the same as without one. */
    private boolean keyGiven;
    private long awaitedKey;
    private final TransferCallback withAwaitedKey = self -> push(self, awaitedKey) ? null : self;

    /**
     * Makes an empty tree whose handles are pushed with a key.
     *
     * @param name
     *            what error messages and dumps call it
     */
    public TreeStash(String name) {
        this(name, handle -> {
            throw new IllegalStateException(
                    "push refused, key not set: stash=" + name + ", coroutine=" + handle);
        });
    }

    /**
     * Makes an empty tree that asks each handle for its key.
     *
     * @param name
     *            what error messages and dumps call it
     * @param keyOf
     *            called once at each push without a key; an exception it throws refuses the push
     */
    public TreeStash(String name, ToLongFunction<Coroutine> keyOf) {
        super(name);
        this.keyOf = Objects.requireNonNull(keyOf, "keyOf");
    }

    /**
     * Puts a handle in.
     *
     * @return {@code true} and the stash owns the handle; {@code false} where it is closed, and the caller keeps it
     * @throws IllegalStateException
     *             where the handle is not suspended and unstashed: it is owned by somebody else
     */
    @CheckReturnValue
    public boolean push(Coroutine handle, long key) {
        checkThread("push");
        assert use.begin("push");
        try {
            claim(handle);
            setKey(handle, key);
            keyGiven = true;
            return put(handle);
        } finally {
            keyGiven = false;
            assert use.end();
        }
    }

    /**
     * Suspends the calling coroutine into this stash. Allocates nothing.
     *
     * @return {@code true} once resumed; {@code false} at once where the stash is closed
     */
    public boolean await(long key) {
        checkThread("await");
        awaitedKey = key; // read right after the coroutine has left its stack; nothing comes in between
        return Coroutine.transfer(withAwaitedKey);
    }

    /**
     * Suspends the calling coroutine into this stash for a while at most. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return {@link WaitResult#REFUSED} at once if the stash is closed
     */
    public WaitResult await(long key, long timeoutNs) {
        awaitedKey = key; // read right after the coroutine has left its stack; nothing comes in between
        return Coroutine.transfer(withAwaitedKey, timeoutNs);
    }

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
    protected boolean insert(Coroutine handle) {
        if (keyGiven) {
            add(handle);
            return true;
        }
        assert use.begin("push");
        try {
            setKey(handle, keyOf.applyAsLong(handle));
            add(handle);
            return true;
        } finally {
            assert use.end();
        }
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
     * taker has moved it on, so the owner alone does not tell. The number is read first: it is this tree's if the handle still is after
     * that.
     */
    private boolean isLinked(Coroutine handle) {
        boolean linked = has(handle);
        VarHandle.acquireFence();
        return linked && isHeld(handle);
    }

    private boolean isHeld(Coroutine handle) {
        try {
            requireHeld(handle, "remove");
            return true;
        } catch (IllegalStateException gone) {
            return false;
        }
    }
}
