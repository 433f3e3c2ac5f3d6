package io.creel.queues;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.TransferCallback;
import io.creel.core.WaitResult;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * A priority queue for few levels: a list per level and a bit per list that is not empty. The least level comes first, within
 * a level first in first out. Linked through the coroutines themselves; allocates nothing after it is made.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. Every operation is O(1): the first level in use is two bit scans away.
 */
public final class BucketStash extends Stash {
    /** The most levels a stash can have: a word of bits for each of the 64 bits of a word. */
    public static final int MAX_LEVELS = 64 * 64;

    private final Use use;
    private final ToIntFunction<Coroutine> levelOf;
    private final Coroutine[] firsts;
    private final Coroutine[] lasts;
    private final long[] used;
    /** Bit i says that {@code used[i]} is not 0. */
    private long summary;
    private int size;
    /** Whether the push that is under way has set the key; the rest of it is the same as without one. */
    private boolean keyGiven;
    private int awaitedLevel;
    private final TransferCallback withAwaitedLevel = self -> push(self, awaitedLevel) ? null : self;

    /**
     * Makes an empty queue whose handles are pushed with a level.
     *
     * @param name
     *            what error messages and dumps call it
     * @param levels
     *            how many levels there are, 1 to {@link #MAX_LEVELS}
     */
    public BucketStash(String name, int levels) {
        this(name, levels, handle -> {
            throw new IllegalStateException("push refused, key not set: stash=" + name + ", coroutine=" + handle);
        });
    }

    /**
     * Makes an empty queue that asks each handle for its level.
     *
     * @param name
     *            what error messages and dumps call it
     * @param levels
     *            how many levels there are, 1 to {@link #MAX_LEVELS}
     * @param levelOf
     *            called once at each push without a level; an exception it throws refuses the push
     */
    public BucketStash(String name, int levels, ToIntFunction<Coroutine> levelOf) {
        super(name);
        if (levels < 1 || levels > MAX_LEVELS) {
            throw new IllegalArgumentException("number of levels out of bounds: stash=" + name + ", levels=" + levels
                    + ", least=1, most=" + MAX_LEVELS);
        }
        use = new Use(name);
        this.levelOf = Objects.requireNonNull(levelOf, "levelOf");
        firsts = new Coroutine[levels];
        lasts = new Coroutine[levels];
        used = new long[levels + 63 >>> 6];
    }

    /** How many levels there are. */
    public int levels() {
        return firsts.length;
    }

    @Override
    public int size() {
        return size;
    }

    /**
     * Puts a handle in.
     *
     * @return {@code true} and the stash owns the handle; {@code false} where it is closed, and the caller keeps it
     * @throws IllegalStateException
     *             where the handle is not suspended and unstashed: it is owned by somebody else
     * @throws IllegalArgumentException
     *             where there is no such level
     */
    @CheckReturnValue
    public boolean push(Coroutine handle, int level) {
        checkThread("push");
        requireLevel(level);
        assert use.begin("push");
        try {
            claim(handle);
            setKey(handle, level);
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
     * @throws IllegalArgumentException
     *             where there is no such level
     */
    public boolean await(int level) {
        requireLevel(level);
        checkThread("await");
        awaitedLevel = level; // read right after the coroutine has left its stack; nothing comes in between
        return Coroutine.transfer(withAwaitedLevel);
    }

    /**
     * Suspends the calling coroutine into this stash for a while at most. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(Stash, long)}
     * @return {@link WaitResult#REFUSED} at once if the stash is closed
     * @throws IllegalArgumentException
     *             if there is no such level
     */
    public WaitResult await(int level, long timeoutNs) {
        requireLevel(level);
        awaitedLevel = level; // read right after the coroutine has left its stack; nothing comes in between
        return Coroutine.transfer(withAwaitedLevel, timeoutNs);
    }

    /** The next handle to be popped, which stays the stash's; {@code null} when it is empty. */
    public Coroutine peek() {
        return summary == 0 ? null : firsts[firstLevel()];
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        // Bounded, because a racing walk may follow a node into another list and from there for ever.
        int left = size;
        for (Coroutine first : firsts) {
            for (Coroutine at = first; at != null && left-- > 0; at = next(at)) {
                action.accept(at);
            }
        }
    }

    @Override
    protected boolean insert(Coroutine handle) {
        if (keyGiven) {
            link(handle, (int) key(handle));
            return true;
        }
        assert use.begin("push");
        try {
            int level = levelOf.applyAsInt(handle);
            requireLevel(level);
            link(handle, level);
            return true;
        } finally {
            assert use.end();
        }
    }

    @Override
    protected Coroutine extract() {
        assert use.begin("pop");
        Coroutine handle = peek();
        if (handle != null) {
            detach(handle);
        }
        assert use.end();
        return handle;
    }

    @Override
    protected boolean unlink(Coroutine handle) {
        assert use.begin("remove");
        detach(handle);
        assert use.end();
        return true;
    }

    private int firstLevel() {
        int word = Long.numberOfTrailingZeros(summary);
        return word << 6 | Long.numberOfTrailingZeros(used[word]);
    }

    private void link(Coroutine handle, int level) {
        setKey(handle, level);
        Coroutine last = lasts[level];
        setPrevious(handle, last);
        if (last == null) {
            firsts[level] = handle;
            used[level >>> 6] |= 1L << level;
            summary |= 1L << (level >>> 6);
        } else {
            setNext(last, handle);
        }
        lasts[level] = handle;
        size++;
    }

    private void detach(Coroutine handle) {
        int level = (int) key(handle);
        Coroutine before = previous(handle);
        Coroutine after = next(handle);
        if (before == null) {
            firsts[level] = after;
        } else {
            setNext(before, after);
            setPrevious(handle, null);
        }
        if (after == null) {
            lasts[level] = before;
        } else {
            setPrevious(after, before);
            setNext(handle, null);
        }
        size--;
        if (firsts[level] == null && (used[level >>> 6] &= ~(1L << level)) == 0) {
            summary &= ~(1L << (level >>> 6));
        }
    }

    private void requireLevel(int level) {
        if (level < 0 || level >= firsts.length) {
            throw new IllegalArgumentException("level out of bounds: stash=" + this + ", level=" + level
                    + ", levels=" + firsts.length);
        }
    }

    /** Checks lists, bits and the count, for tests. */
    void validate() {
        int found = 0;
        for (int level = 0; level < firsts.length; level++) {
            Coroutine before = null;
            for (Coroutine at = firsts[level]; at != null; at = next(at)) {
                Valid.that(previous(at) == before, "link back", this, at);
                Valid.that(key(at) == level, "level", this, at);
                before = at;
                found++;
            }
            Valid.that(lasts[level] == before, "last", this, before);
            Valid.equal(before == null ? 0 : 1, used[level >>> 6] >>> level & 1, "bit of a level", this);
        }
        for (int word = 0; word < used.length; word++) {
            Valid.equal(used[word] == 0 ? 0 : 1, summary >>> word & 1, "bit of a word", this);
        }
        Valid.equal(size, found, "size", this);
    }
}
