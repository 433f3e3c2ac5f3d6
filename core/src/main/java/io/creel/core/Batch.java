package io.creel.core;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The handles one take brings out of a {@link Stash}, to be resumed one after the other. Reused: it is empty again after
 * {@link Carrier#resume(Batch)}.
 *
 * <p>
 * Not thread-safe; used by one carrier's thread. A handle in a batch is owned by the batch. Everything is O(1).
 */
public final class Batch {
    private static final WeakSet<Batch> ALL = new WeakSet<>();

    private final Coroutine[] handles;
    private int first;
    private int end;
    /** The carrier that resumes this batch; known from the first time on. */
    Carrier carrier;
    private Stash source;

    /**
     * Makes an empty batch.
     *
     * @param capacity
     *            how many handles fit, at least 1
     */
    public Batch(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("batch capacity must be at least 1: capacity=" + capacity);
        }
        handles = new Coroutine[capacity];
        ALL.add(this);
    }

    /** Every batch that is reachable, for closing carriers. */
    static List<Batch> all() {
        return ALL.toList();
    }

    /** How many handles fit. */
    public int capacity() {
        return handles.length;
    }

    /** How many handles are in it. */
    public int size() {
        return end - first;
    }

    /** Whether nothing is in it. */
    public boolean isEmpty() {
        return first == end;
    }

    /** How many more handles can be added. */
    public int remaining() {
        return handles.length - size();
    }

    /** The handle at a position counted from the next to be resumed; it stays in the batch. */
    public Coroutine get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("no such handle in the batch: index=" + index + ", size=" + size());
        }
        return handles[first + index];
    }

    /**
     * Takes the next handle out to a variable.
     *
     * @return the handle, now owned by the caller, or {@code null} when the batch is empty
     */
    @CheckReturnValue
    public Coroutine take() {
        requireThread("take");
        Coroutine next = peek();
        if (next != null) {
            drop();
            next.leaveBatch();
        }
        return next;
    }

    /**
     * Adds a handle behind those that are here already: for a policy that chooses by itself who runs next, instead of
     * {@linkplain Stash#drain draining} a stash.
     *
     * @param handle
     *            owned by the caller, a popped one say
     * @return {@code true} and the batch owns the handle; {@code false} if the batch is full, and the caller keeps it
     * @throws IllegalStateException
     *             if the handle has another owner, or the batch is another thread's
     */
    @CheckReturnValue
    public boolean add(Coroutine handle) {
        StackRoom.require();
        requireThread("add");
        if (remaining() == 0) {
            return false;
        }
        handle.claimForBatch("add", this);
        append(handle);
        return true;
    }

    @Override
    public String toString() {
        return source == null ? "batch" : "batch of " + source;
    }

    /** Shows what it holds, for dumps. Any thread: it may miss or repeat what is taken meanwhile. */
    void show(Consumer<Coroutine> action) {
        int last = Math.min(end, handles.length);
        for (int i = first; i < last; i++) {
            Coroutine handle = handles[i];
            if (handle != null) {
                action.accept(handle);
            }
        }
    }

    /** Throws if the carrier that resumes this batch is another thread's. */
    void requireThread(String what) {
        Carrier known = carrier;
        Thread its = known == null ? null : known.thread();
        if (its == null || Stack.isOn(its)) {
            return;
        }
        Thread caller = ThreadBound.caller();
        if (its != caller && its.isAlive() && !known.isClosed()) {
            throw new ThreadBindingException(
                    what + " refused, this batch is for one thread, use one for each thread: batch="
                            + this + ", thread=" + its.getName() + ", by=" + caller.getName());
        }
    }

    /** Remembers where the handles come from, for messages. */
    void setSource(Stash stash) {
        source = stash;
    }

    /** Checks that another handle fits. */
    void requireRoom() {
        if (remaining() == 0) {
            throw new IllegalStateException("batch is full: batch=" + this + ", capacity=" + handles.length);
        }
    }

    /** Appends a handle that is in state BATCHED already. */
    void append(Coroutine handle) {
        if (end == handles.length) {
            compact();
        }
        handles[end++] = handle;
    }

    /** The next handle, or {@code null}. */
    Coroutine peek() {
        return first == end ? null : handles[first];
    }

    /** Forgets the next handle, which has found another owner. */
    void drop() {
        handles[first++] = null;
        if (first == end) {
            first = 0;
            end = 0;
        }
    }

    private void compact() {
        int size = size();
        System.arraycopy(handles, first, handles, 0, size);
        Arrays.fill(handles, size, end, null);
        first = 0;
        end = size;
    }
}
