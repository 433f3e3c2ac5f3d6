package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.spec.Borrowed;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A priority queue for a small number of levels: one list per level, and one bit per list that says whether the list
 * has handles. The least level comes first; within a level, handles come first in first out. The lists are linked
 * through the coroutines themselves. Allocates nothing after construction.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}. Every operation is O(1): two bit scans find the first level in
 * use.
 */
@SuppressWarnings("NullAway") // an empty bucket holds null; the bit map says which are empty
public final class BucketStash extends KeyedStash implements AwaitedByKey {
    /**
     * The largest number of levels of a stash: 64 words of 64 bits, and one summary word with a bit for each of them.
     */
    public static final int MAX_LEVELS = 64 * 64;

    private final Coroutine[] firsts;
    private final Coroutine[] lasts;
    private final long[] used;
    /** Bit i is set if {@code used[i]} is not 0. Written by the thread that uses the stash. */
    private long summary;
    private int size;

    /**
     * Makes an empty queue whose handles are pushed with a level.
     *
     * @param name the name in error messages and dumps
     * @param levels the number of levels, 1 to {@link #MAX_LEVELS}
     */
    public BucketStash(String name, int levels) {
        super(name);
        firsts = new Coroutine[checked(name, levels)];
        lasts = new Coroutine[levels];
        used = new long[levels + 63 >>> 6];
    }

    /**
     * Makes an empty queue that computes the level of each handle.
     *
     * @param name the name in error messages and dumps
     * @param levels the number of levels, 1 to {@link #MAX_LEVELS}
     * @param levelOf called once at each push without a level; an exception that it throws refuses the push
     */
    public BucketStash(String name, int levels, ToIntFunction<Coroutine> levelOf) {
        super(name, Objects.requireNonNull(levelOf, "levelOf")::applyAsInt);
        firsts = new Coroutine[checked(name, levels)];
        lasts = new Coroutine[levels];
        used = new long[levels + 63 >>> 6];
    }

    private static int checked(String name, int levels) {
        if (levels < 1 || levels > MAX_LEVELS) {
            throw new IllegalArgumentException("number of levels out of bounds: stash=" + name + ", levels=" + levels
                    + ", least=1, most=" + MAX_LEVELS);
        }
        return levels;
    }

    /** {@return the number of levels} */
    public int levels() {
        return firsts.length;
    }

    @Override
    public int size() {
        return size;
    }

    /**
     * Returns the handle that the next pop takes out.
     *
     * @return the handle, still owned by the stash, or {@code null} if the stash is empty
     */
    @Borrowed(from = "this")
    public @Nullable Coroutine peek() {
        return summary == 0 ? null : firsts[firstLevel()];
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        // The loop is bounded, because a racing walk may follow a node into another list and never leave it.
        int left = size;
        for (Coroutine first : firsts) {
            for (Coroutine at = first; at != null && left-- > 0; at = next(at)) {
                action.accept(at);
            }
        }
    }

    /** Links a handle into the list of its level; the key is the level, from 0. */
    @Override
    boolean enter(Coroutine handle, long key) {
        if (key < 0 || key >= firsts.length) {
            throw new IllegalArgumentException("level out of bounds: stash=" + this + ", level=" + key + ", levels="
                    + firsts.length);
        }
        link(handle, (int) key);
        return true;
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

    /** Checks the lists, the bits and the count; for tests. */
    void validate() {
        int found = 0;
        for (int level = 0; level < firsts.length; level++) {
            Coroutine before = null;
            for (Coroutine at = firsts[level]; at != null; at = next(at)) {
                StructureCheck.that(previous(at) == before, "link back", this, at);
                StructureCheck.that(key(at) == level, "level", this, at);
                before = at;
                found++;
            }
            StructureCheck.that(lasts[level] == before, "last", this, before);
            StructureCheck.equal(before == null ? 0 : 1, used[level >>> 6] >>> level & 1, "bit of a level", this);
        }
        for (int word = 0; word < used.length; word++) {
            StructureCheck.equal(used[word] == 0 ? 0 : 1, summary >>> word & 1, "bit of a word", this);
        }
        StructureCheck.equal(size, found, "size", this);
    }
}
