package io.creel.core;

import io.creel.core.internal.WeakSet;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The handles that one take brings out of a {@link Stash}, to be resumed one after the other. A batch is reused: it is
 * empty after {@link Carrier#resume(Batch)}.
 *
 * <p>
 * Not thread-safe: one carrier's thread uses a batch. The batch owns the handles in it. Every operation is O(1).
 */
public final class Batch {
    private static final WeakSet<Batch> ALL = new WeakSet<>();
    private static final VarHandle CARRIER;

    static {
        try {
            CARRIER = MethodHandles.lookup().findVarHandle(Batch.class, "carrier", Carrier.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Coroutine[] handles;
    /** The index of the next handle; {@link #end} is the index behind the last one. Written by the carrier's thread. */
    private int first;
    private int end;
    /**
     * The carrier that resumes this batch; {@code null} before the first resume. Written by the thread of that carrier,
     * by compare-and-set.
     */
    @Nullable
    Carrier carrier;
    /** The stash of the last drain, for messages; {@code null} before the first. */
    private @Nullable Stash source;

    /**
     * Makes an empty batch.
     *
     * @param capacity
     *            the number of handles that fit, at least 1
     * @throws IllegalArgumentException
     *             if {@code capacity} is less than 1
     */
    public Batch(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("batch capacity must be at least 1: capacity=" + capacity);
        }
        handles = new Coroutine[capacity];
        ALL.add(this);
    }

    /** Returns every reachable batch, for carriers that close. */
    static List<Batch> all() {
        return ALL.toList();
    }

    /** {@return the number of handles that fit} */
    public int capacity() {
        return handles.length;
    }

    /** {@return the number of handles in the batch} */
    public int size() {
        return end - first;
    }

    /** {@return whether the batch holds no handle} */
    public boolean isEmpty() {
        return first == end;
    }

    /** {@return the number of handles that can still be added} */
    public int remaining() {
        return handles.length - size();
    }

    /**
     * Returns a handle, which stays in the batch.
     *
     * @param index
     *            the position, counted from the next handle to be resumed, which is 0
     * @return the handle, still owned by the batch
     * @throws IndexOutOfBoundsException
     *             if {@code index} is negative or not less than {@link #size()}
     */
    @Borrowed(from = "this")
    public Coroutine get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("no such handle in the batch: index=" + index + ", size=" + size());
        }
        return handles[first + index];
    }

    /**
     * Takes the next handle out into a variable.
     *
     * @return the handle, owned by the caller; {@code null} if the batch is empty
     * @throws IllegalStateException
     *             if another thread uses the batch
     */
    @Changes
    @Acquires(when = Result.NON_NULL)
    @CheckReturnValue
    public @Nullable Coroutine take() {
        requireThread("take");
        Coroutine next = peek();
        if (next != null) {
            drop();
            next.leaveBatch();
        }
        return next;
    }

    /**
     * Adds a handle behind the ones in the batch. For a policy that chooses the next coroutines itself, instead of
     * {@linkplain Stash#drain draining} a stash.
     *
     * @param handle
     *            owned by the caller, for example a popped one
     * @return {@code true} if the batch owns the handle now; {@code false} if the batch is full, and the caller
     *         keeps the handle
     * @throws IllegalStateException
     *             if the handle has another owner, or another thread uses the batch
     */
    @Changes
    @CheckReturnValue
    public boolean add(@Transfers(when = Result.TRUE) Coroutine handle) {
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

    /**
     * Passes each handle to an action, for dumps. Any thread; it may miss or repeat handles that are taken meanwhile.
     */
    void show(Consumer<Coroutine> action) {
        int last = Math.min(end, handles.length);
        for (int i = first; i < last; i++) {
            Coroutine handle = handles[i];
            if (handle != null) {
                action.accept(handle);
            }
        }
    }

    /** Throws if the carrier that resumes this batch is bound to another thread. */
    @SuppressWarnings("NullAway") // the thread is that of the carrier
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

    /**
     * Makes a carrier the one that resumes this batch. Of two threads that are the first to use it, one wins.
     *
     * @throws ThreadBindingException
     *             if the carrier that resumes this batch is bound to another thread
     */
    void bind(String what, Carrier next) {
        for (Carrier seen = carrier; seen != next; seen = carrier) {
            requireThread(what);
            if (CARRIER.compareAndSet(this, seen, next)) {
                return;
            }
        }
    }

    /** Notes the stash that the handles come from, for messages. */
    void setSource(Stash stash) {
        source = stash;
    }

    /** Throws if the batch is full. */
    void requireRoom() {
        if (remaining() == 0) {
            throw new IllegalStateException("batch is full: batch=" + this + ", capacity=" + handles.length);
        }
    }

    /** Appends a handle that is already in state BATCHED. */
    void append(Coroutine handle) {
        if (end == handles.length) {
            compact();
        }
        handles[end++] = handle;
    }

    /** Returns the next handle, or {@code null}. */
    @Nullable
    Coroutine peek() {
        return first == end ? null : handles[first];
    }

    /** Removes the next handle, which has another owner already. */
    @SuppressWarnings("NullAway") // a free slot holds null
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
