package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * A list: first in first out with {@link #push} and {@link #pop}, last in first out with {@link #pushFront} and
 * {@link #pop}. Doubly linked through the coroutines themselves, unbounded, allocates nothing.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}, or those inside a {@link Guarded guard}. Every operation is O(1), {@link #splice} O(n) of the spliced.
 */
public final class ListStash extends Stash implements Guarded {
    private final Use use;
    private StashGuard guard;
    private Coroutine first;
    private Coroutine last;
    private int size;

    /**
     * Makes an empty list.
     *
     * @param name
     *            what error messages and dumps call it
     */
    public ListStash(String name) {
        super(name);
        use = new Use(name);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isEmpty() {
        return first == null;
    }

    /**
     * Puts a handle in so that it is the next to be popped.
     *
     * @return {@code true} and the stash owns the handle; {@code false} where it is closed, and the caller keeps it
     * @throws IllegalStateException
     *             where the handle is not suspended and unstashed: it is owned by somebody else
     */
    @CheckReturnValue
    public boolean pushFront(Coroutine handle) {
        checkThread("pushFront");
        claim(handle);
        boolean in = false;
        try {
            in = admit(handle) && insertFront(handle);
        } finally {
            settle(handle, in);
        }
        return in;
    }

    private boolean insertFront(Coroutine handle) {
        assert use.begin("pushFront");
        link(handle, null, first);
        assert use.end();
        return true;
    }

    /**
     * Takes the last handle out.
     *
     * @return the handle, owned by the caller, or {@code null} when the stash is empty
     */
    public Coroutine popBack() {
        checkThread("popBack");
        assert use.begin("popBack");
        Coroutine handle = last;
        if (handle != null) {
            detach(handle);
            unclaim(handle);
        }
        assert use.end();
        return handle;
    }

    /** The next handle to be popped, which stays the stash's; {@code null} when it is empty. */
    public Coroutine peek() {
        return first;
    }

    /**
     * Moves everything of another list, in order, behind what is here. Every handle changes its owner, so it costs one
     * write each; the note {@code 0008-list-splice} says why it is not O(1).
     *
     * @return how many were moved; 0 where this list is closed or the other is this one
     */
    public int splice(ListStash from) {
        if (isClosed() || from == this) {
            return 0;
        }
        checkThread("splice");
        from.checkThread("splice");
        assert use.begin("splice");
        try {
            int moved = 0;
            for (Coroutine handle = from.extract(); handle != null; handle = from.extract()) {
                adopt(handle, from);
                link(handle, last, null);
                moved++;
            }
            return moved;
        } finally {
            assert use.end();
        }
    }

    @Override
    public Batch drain(Batch batch, int max) {
        int room = room(batch, max);
        assert use.begin("drain");
        try {
            Coroutine handle = first;
            int left = Math.min(room, size);
            size -= left;
            for (; left > 0; left--) {
                Coroutine after = next(handle);
                setNext(handle, null);
                setPrevious(handle, null);
                move(handle, batch);
                handle = after;
            }
            first = handle;
            if (handle == null) {
                last = null;
            } else {
                setPrevious(handle, null);
            }
            return batch;
        } finally {
            assert use.end();
        }
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        // Bounded, because a racing walk may follow a node into another list and from there for ever.
        Coroutine handle = first;
        for (int i = size; i > 0 && handle != null; i--) {
            action.accept(handle);
            handle = next(handle);
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
        assert use.begin("push");
        link(handle, last, null);
        assert use.end();
        return true;
    }

    @Override
    protected Coroutine extract() {
        assert use.begin("pop");
        Coroutine handle = first;
        if (handle != null) {
            detach(handle);
        }
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
        detach(handle);
        assert use.end();
        return true;
    }

    /**
     * Whether it is still linked in: a caller from outside the guard may be late. This stash stays the owner of a handle until its taker
     * has moved it on, so the owner alone does not tell. The links are read before the owner: if this list still owns the handle then, the links were this list's, too.
     */
    private boolean isLinked(Coroutine handle) {
        boolean linked = handle == first || previous(handle) != null;
        VarHandle.acquireFence();
        return linked && holds(handle);
    }

    private void detach(Coroutine handle) {
        Coroutine before = previous(handle);
        Coroutine after = next(handle);
        if (before == null) {
            first = after;
        } else {
            setNext(before, after);
            setPrevious(handle, null);
        }
        if (after == null) {
            last = before;
        } else {
            setPrevious(after, before);
            setNext(handle, null);
        }
        size--;
    }

    /** Links between two neighbours, of which one is {@code null}; both links of the handle are {@code null}. */
    private void link(Coroutine handle, Coroutine before, Coroutine after) {
        setPrevious(handle, before);
        setNext(handle, after);
        if (before == null) {
            first = handle;
        } else {
            setNext(before, handle);
        }
        if (after == null) {
            last = handle;
        } else {
            setPrevious(after, handle);
        }
        size++;
    }

    /** Checks every link, for tests. */
    void validate() {
        int found = 0;
        Coroutine before = null;
        for (Coroutine node = first; node != null; node = next(node)) {
            Valid.that(previous(node) == before, "link back", this, node);
            before = node;
            found++;
        }
        Valid.that(last == before, "last", this, before);
        Valid.equal(size, found, "size", this);
    }

    /** For tests: what an operation does while another one runs. */
    Use use() {
        return use;
    }
}
