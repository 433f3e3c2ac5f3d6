package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A list: first in first out with {@link #push} and {@link #pop}, last in first out with {@link #pushFront} and
 * {@link #pop}. Doubly linked through the coroutines themselves, unbounded, allocates nothing.
 *
 * <p>
 * Threads: one, see {@link io.creel.core.ThreadBinding}, or those inside a {@link Guarded guard}. Every operation is
 * O(1), except {@link #splice}, which is O(n) in the spliced handles.
 */
public final class ListStash extends Stash implements Guarded {
    private final OverlapCheck use;
    private @Nullable StashGuard guard;
    private @Nullable Coroutine first;
    private @Nullable Coroutine last;
    private int size;

    /**
     * Makes an empty list.
     *
     * @param name the name in error messages and dumps
     */
    public ListStash(String name) {
        super(name);
        use = new OverlapCheck(name);
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
     * Pushes a handle so that the next pop takes it out.
     *
     * @param handle suspended and in no stash; owned by the stash if the result is {@code true}, still by the caller
     *        otherwise
     * @return {@code false} if the stash is closed
     * @throws IllegalStateException if the handle is not suspended, or if another stash holds it
     */
    @Changes
    @CheckReturnValue
    public boolean pushFront(@Transfers(when = Result.TRUE) Coroutine handle) {
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
     * Takes out the last handle.
     *
     * @return the handle, owned by the caller, or {@code null} if the stash is empty
     */
    @Changes
    @Acquires(when = Result.NON_NULL)
    public @Nullable Coroutine popBack() {
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

    /**
     * Returns the handle that the next pop takes out.
     *
     * @return the handle, still owned by the stash, or {@code null} if the stash is empty
     */
    @Borrowed(from = "this")
    public @Nullable Coroutine peek() {
        return first;
    }

    /**
     * Moves all handles of another list, in order, behind those of this list. Every handle changes its owner, which
     * costs one write each; decision {@code 0008-list-splice} says why the operation is not O(1).
     *
     * @param from the list that is emptied
     * @return how many handles were moved; 0 if this list is closed or {@code from} is this list
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

    @SuppressWarnings("NullAway") // the size counts the links
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
        // The loop is bounded, because a racing walk may follow a node into another list and never leave it.
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
    protected @Nullable Coroutine extract() {
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
        detach(handle);
        assert use.end();
        return true;
    }

    /**
     * Returns whether the handle is still in this list; a caller from outside the guard may be late. The owner alone
     * does not tell, because this stash owns the handle until the taker has moved it on. The links are read before the
     * owner: if this list then still owns the handle, the links were links of this list.
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

    /**
     * Links a handle between two neighbours, of which one is {@code null}; both links of the handle are {@code null}.
     */
    private void link(Coroutine handle, @Nullable Coroutine before, @Nullable Coroutine after) {
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

    /** Checks every link; for tests. */
    void validate() {
        int found = 0;
        Coroutine before = null;
        for (Coroutine node = first; node != null; node = next(node)) {
            StructureCheck.that(previous(node) == before, "link back", this, node);
            before = node;
            found++;
        }
        StructureCheck.that(last == before, "last", this, before);
        StructureCheck.equal(size, found, "size", this);
    }

    /** Returns the overlap check, for tests that hold it during another operation. */
    OverlapCheck use() {
        return use;
    }
}
