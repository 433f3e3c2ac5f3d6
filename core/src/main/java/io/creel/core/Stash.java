package io.creel.core;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Place;
import io.creel.core.spec.Result;
import io.creel.core.spec.Returns;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Transfers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A collection of suspended coroutines. A push transfers the ownership of a handle to the stash, a take transfers it
 * back. A handle is in at most one stash.
 *
 * <p>
 * <b>To write a stash of your own</b>, extend this class. It enforces the rules of ownership; the subclass defines the
 * order in {@link #insert(Coroutine)}, {@link #extract} and {@link #unlink}. The coroutine is the intrusive node: its
 * links, key and tag belong to the stash that holds it, and the subclass reaches them by the protected accessors. With
 * assertions enabled, a setter refuses a node that another stash owns.
 *
 * <p>
 * <b>Threads.</b> The subclass says which threads may use it. By default a stash is for one thread: the first thread
 * that uses it is bound, and every other one is refused. {@link ThreadBinding} says how the binding passes to another
 * thread.
 */
public abstract class Stash extends ThreadBound implements TransferCallback, AutoCloseable {
    private static final VarHandle REGISTERED;
    private static final ClassValue<Boolean> TAKES_FROM_MIDDLE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return Stash.overridesUnlink(type);
        }
    };

    static {
        try {
            REGISTERED = MethodHandles.lookup().findVarHandle(Stash.class, "registered", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Pushes a coroutine that awaits this stash and has written its key into its own handle. */
    final TransferCallback pushByKey = self -> push(self, self.key) ? null : self;
    private final String name;
    /** Counts the pushes and pops of a stash for one thread, see {@link #requireRoom}. */
    private int uses;
    /**
     * Whether the stash is in {@link Stashes}. Set by the first push or {@link #takenBy}: the constructor has ended by
     * then.
     */
    private volatile boolean registered;
    /**
     * The carrier that takes from here, or {@code null}. A hint that decides which carrier removes cancelled handles.
     * Written by a thread that pushes, takes or hands over.
     */
    private volatile @Nullable Carrier consumer;
    /** Written by {@link #close}, once. */
    private volatile boolean closed;

    /**
     * Names the stash.
     *
     * @param name
     *            the name in error messages and dumps
     */
    protected Stash(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    @Override
    final String kind() {
        return "stash";
    }

    @Override
    final String alternative() {
        return "a stash between threads, such as an MpscStash, or one for each thread";
    }

    @Override
    final boolean isMultiThreaded() {
        return isShared();
    }

    @Override
    final void checkRole(String what, boolean taking) {
        if (taking) {
            checkTaker(what);
        } else {
            checkPusher(what);
        }
    }

    /**
     * Called by {@link #handOver} if {@link #isShared()}. An override unbinds the thread that takes, so that the next
     * one is bound.
     */
    protected void handOverTaker() {
    }

    /**
     * Called before each push if {@link #isShared()}. An override throws if the calling thread must not push.
     *
     * @param what
     *            the name of the operation in the message
     */
    protected void checkPusher(String what) {
    }

    /**
     * Called before each take if {@link #isShared()}. An override throws if the calling thread must not take.
     *
     * @param what
     *            the name of the operation in the message
     */
    protected void checkTaker(String what) {
    }

    /**
     * Checks that the caller is on the thread that uses this stash, see {@link ThreadBinding}. A subclass calls it in
     * its own operations, before they change anything. The operations of this class check by themselves.
     *
     * @param what
     *            the name of the operation in the message
     * @throws IllegalStateException
     *             if another thread uses the stash
     */
    protected final void checkThread(String what) {
        check(what, true);
    }

    /**
     * Passes the stash and its content to the next thread that uses it. Called by the thread that has used it so far.
     * Not needed if that thread has ended, or if it drives no carrier and has only filled the stash.
     *
     * <p>
     * The stash forgets the carrier that took from it. Time-outs and cancellations of the handles in it wait until the
     * next carrier pushes, drains, or is named by {@link #takenBy}.
     *
     * @throws IllegalStateException
     *             if another thread uses the stash
     */
    public final void handOver() {
        checkThread("hand-over");
        if (!isShared()) {
            forgetConsumer(ThreadBound.caller());
        }
        giveUp();
        handOverTaker();
    }

    @Override
    final void takenOver(Thread former) {
        forgetConsumer(former);
    }

    private void forgetConsumer(Thread former) {
        Carrier known = consumer;
        if (known != null && known.thread() == former) {
            consumer = null;
        }
    }

    /** {@return the name in error messages and dumps} */
    public final String name() {
        return name;
    }

    /** {@return the number of handles in the stash; an estimate if several threads use it} */
    public abstract int size();

    /** {@return whether the stash holds no handle; an estimate if several threads use it} */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Puts a handle in.
     *
     * @param handle
     *            suspended and owned by the caller
     * @return {@code true} if the stash owns the handle now; {@code false} if the stash is full or closed, and
     *         the caller keeps the handle
     * @throws IllegalStateException
     *             if the handle has another owner, or another thread uses the stash
     */
    @Changes
    @CheckReturnValue
    public final boolean push(@Transfers(when = Result.TRUE) Coroutine handle) {
        claim(handle);
        boolean in = false;
        try {
            in = admit(handle) && insert(handle);
        } finally {
            settle(handle, in);
        }
        return in;
    }

    /**
     * Puts a handle in under a key. A stash whose order does not depend on the key, such as a list or a ring, only
     * writes the key into the handle, where {@link Coroutine#key()} returns it.
     *
     * @param handle
     *            suspended and owned by the caller
     * @param key
     *            a number such as a deadline, a level or a connection
     * @return {@code true} if the stash owns the handle now; {@code false} if the stash is full or closed, and
     *         the caller keeps the handle
     * @throws IllegalStateException
     *             if the handle has another owner, another thread uses the stash, or the stash needs keys of another
     *             kind
     * @throws IllegalArgumentException
     *             if the key is outside the bounds of the stash; the caller keeps the handle
     */
    @Changes
    @CheckReturnValue
    public final boolean push(@Transfers(when = Result.TRUE) Coroutine handle, long key) {
        claim(handle);
        boolean in = false;
        try {
            in = admit(handle) && insert(handle, key);
        } finally {
            settle(handle, in);
        }
        return in;
    }

    /**
     * Takes the next handle out, in the order that the stash defines.
     *
     * @return the handle, owned by the caller; {@code null} if the stash is empty
     * @throws IllegalStateException
     *             if another thread uses the stash
     */
    @Changes
    @Acquires(when = Result.NON_NULL)
    @CheckReturnValue
    public final @Nullable Coroutine pop() {
        requireRoom();
        check("pop", true);
        Coroutine handle = extract();
        if (handle != null) {
            unclaim(handle);
        }
        return handle;
    }

    /**
     * Moves handles into a batch, in the order of the stash. Ends if {@code max} handles have moved, the batch is full
     * or the stash is empty.
     *
     * @param batch
     *            owns the moved handles afterwards
     * @param max
     *            the largest number of handles to move, not negative
     * @return {@code batch}, to be passed to {@link Carrier#resume(Batch)}
     * @throws IllegalArgumentException
     *             if {@code max} is negative
     * @throws IllegalStateException
     *             if another thread uses the stash or the batch
     */
    @Changes
    @Returns("batch")
    public Batch drain(@Changes Batch batch, int max) {
        int room = room(batch, max);
        for (int i = 0; i < room; i++) {
            Coroutine handle = extract();
            if (handle == null) {
                break;
            }
            move(handle, batch);
        }
        return batch;
    }

    /**
     * Takes the given handle out.
     *
     * @param handle
     *            in this stash
     * @return {@code true} if the caller owns the handle now; {@code false} if this kind of stash cannot remove
     *         from its middle
     * @throws IllegalStateException
     *             if the handle is not in this stash, or another thread uses the stash
     */
    @CheckReturnValue
    public final boolean remove(Coroutine handle) {
        StackRoom.require();
        check("remove", true);
        requireHeld(handle, "remove");
        if (!unlink(handle)) {
            return false;
        }
        unclaim(handle);
        return true;
    }

    /**
     * Unlinks a handle for a time-out or a cancellation, which owns only a copy of the handle and may be late. The
     * stash stays the owner. The caller moves the handle on in one transition, so that no other copy can claim it in
     * between.
     *
     * <p>
     * This implementation calls {@link #unlink}, and {@linkplain #putBack puts the handle back} if the coroutine has
     * left and returned meanwhile. A stash whose links have a guard overrides this method instead of {@code unlink}:
     * under the guard no change can come between the check and the unlinking.
     *
     * @param handle
     *            a copy; owned by this stash or not
     * @param epoch
     *            the suspension that is to end
     * @return {@code false} if that suspension is over, another thread uses this stash, or it cannot remove
     *         from its middle; nothing has changed then
     */
    protected boolean takeOut(Coroutine handle, long epoch) {
        if (!isFree() || !handle.isHeldBy(this) || handle.epoch() != epoch || !unlink(handle)) {
            return false;
        }
        if (handle.epoch() == epoch) {
            return true;
        }
        putBack(handle); // the coroutine resumed and came here again before it was unlinked
        return false;
    }

    /**
     * Links a handle in again that {@link #unlink} removed by mistake: the coroutine had resumed and waits here again.
     * It is linked as a new arrival. If there is no room any more, it resumes at the next {@link Carrier#poll()} of its
     * carrier. If this stash is closed, it is cancelled.
     *
     * @param unlinked
     *            still owned by this stash
     */
    protected void putBack(Coroutine unlinked) {
        unlinked.tag = 0;
        boolean in = false;
        try {
            in = link(unlinked);
        } finally {
            if (!in && closed) {
                unlinked.abandonFrom(this);
            } else if (!in) {
                wake(unlinked);
            }
        }
        if (in && unlinked.isCancelRequested()) {
            unlinked.signalCancel();
        }
    }

    /** Pushes a coroutine that awaits this stash. A coroutine that the stash refuses resumes at once. */
    @Returns("self")
    @RunsOn(Place.CARRIER)
    @Override
    public final @Nullable Coroutine suspended(@Transfers(when = Result.NULL) Coroutine self) {
        return push(self) ? null : self;
    }

    /**
     * Refuses pushes from now on, and cancels the handles in the stash. Each one ends on the carrier that ran it last;
     * one that has not begun ends here. Called on the thread that uses the stash.
     */
    @Changes
    @Override
    public void close() {
        StackRoom.requireTwice();
        if (!isShared()) {
            check("close", true);
        }
        closed = true;
        for (Coroutine handle = extract(); handle != null; handle = extract()) {
            handle.abandonFrom(this);
        }
    }

    /**
     * Names the carrier whose thread takes from this stash. That carrier removes cancelled handles from it, and cancels
     * the rest when it closes. A drain into a batch that the carrier has resumed before has the same effect. Called by
     * a thread that may take.
     *
     * @param carrier
     *            the carrier that takes
     */
    public final void takenBy(Carrier carrier) {
        consumer = carrier;
        register();
    }

    private void register() {
        if (!registered && REGISTERED.compareAndSet(this, false, true)) {
            Stashes.register(this);
        }
    }

    /** {@return whether {@link #close} was called} */
    public final boolean isClosed() {
        return closed;
    }

    /**
     * Passes each handle in the stash to an action, for dumps. Any thread may call it at any time. It may miss or
     * repeat handles that come and go meanwhile. A stash that cannot be walked passes none.
     *
     * @param action
     *            reads the handle and does not keep it
     */
    public void forEach(Consumer<Coroutine> action) {
    }

    /**
     * Does what {@link #forEach} does, for a dump that needs a limited number of handles. An override may pass more.
     *
     * @param max
     *            the number of handles that the caller needs
     * @param action
     *            reads the handle and does not keep it
     */
    protected void show(int max, Consumer<Coroutine> action) {
        forEach(action);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Links in a handle that this stash owns. May throw if the handle cannot be linked, because its key is missing or
     * out of bounds: then nothing was linked, and the caller of the push keeps the handle.
     *
     * @param handle
     *            owned by this stash, with no links
     * @return {@code false} if there is no room
     */
    @CheckReturnValue
    protected abstract boolean insert(Coroutine handle);

    /**
     * Links in a handle that was pushed with a key, see {@link #push(Coroutine, long)}. This implementation writes the
     * key into the handle and calls {@link #insert(Coroutine)}. A stash that orders or finds by key overrides it.
     *
     * @param handle
     *            owned by this stash, with no links
     * @param key
     *            the key of the push
     * @return {@code false} if there is no room
     */
    @CheckReturnValue
    protected boolean insert(Coroutine handle, long key) {
        handle.key = key;
        return insert(handle);
    }

    /**
     * Unlinks the next handle and sets its links to {@code null}.
     *
     * @return the handle, still owned by this stash; {@code null} if the stash is empty
     */
    protected abstract @Nullable Coroutine extract();

    /**
     * Unlinks the given handle and sets its links to {@code null}.
     *
     * @param handle
     *            in this stash
     * @return {@code false} if this kind of stash cannot remove from its middle
     */
    protected boolean unlink(Coroutine handle) {
        return false;
    }

    /**
     * Makes this stash the owner of a suspended handle. This is the first step of a push that needs more than a handle
     * and a key. Such a push has four steps:
     *
     * <pre>{@code
     * claim(handle);
     * boolean in = false;
     * try {
     *     in = admit(handle) && insertFront(handle);
     * } finally {
     *     settle(handle, in);
     * }
     * return in;
     * }</pre>
     *
     * @param handle
     *            suspended and owned by the caller
     * @throws IllegalStateException
     *             if the handle has another owner, or another thread uses this stash
     */
    protected final void claim(Coroutine handle) {
        requireRoom();
        check("push", false);
        handle.claimFor(this, "push");
    }

    /**
     * Performs the second step of a push, see {@link #claim}.
     *
     * @param claimed
     *            owned by this stash, not linked
     * @return {@code false} if this stash is closed; the caller must not link the handle then
     */
    @CheckReturnValue
    protected final boolean admit(Coroutine claimed) {
        meet(claimed);
        return !closed;
    }

    /**
     * Performs the last step of a push, see {@link #claim}. The handle belongs to this stash for good, or to its pusher
     * again.
     *
     * @param claimed
     *            owned by this stash
     * @param in
     *            whether the handle was linked in
     */
    protected final void settle(Coroutine claimed, boolean in) {
        if (!in) {
            unclaim(claimed);
        } else if (claimed.isCancelRequested()) {
            claimed.signalCancel(); // the request came while no stash held the handle
        }
    }

    /** Links in a handle that this stash already owns. If that fails, the stash still owns it. */
    final boolean link(Coroutine claimed) {
        check("push", false);
        return admit(claimed) && insert(claimed);
    }

    /** Throws before the first step if the stack is nearly full. Threads that share a stash write no common counter. */
    private void requireRoom() {
        StackRoom.require(isForAnyThread() ? 0 : uses++);
    }

    /** Registers the stash and its presumed consumer when a handle comes in. */
    private void meet(Coroutine handle) {
        register();
        if (consumer == null && !isShared()) {
            presumeConsumer(handle.carrier);
        }
    }

    /** Presumes that the carrier whose thread pushes into a stash for one thread also takes from it. */
    private void presumeConsumer(@Nullable Carrier carrier) {
        if (carrier != null && carrier.isCurrent()) {
            consumer = carrier;
        }
    }

    /**
     * Returns whether several threads use the stash. If so, the pushing thread need not be the taking one.
     * {@link #unlink} may then be called by any thread at any time, and must find out whether the handle is still
     * linked in. {@link #requireHeld} does not tell: this stash stays the owner of a handle that another thread has
     * unlinked, until that thread has moved it on.
     *
     * @return {@code false} unless overridden
     */
    protected boolean isShared() {
        return false;
    }

    /**
     * Returns the stash for handles whose wait in this stash has timed out. They wait there for their turn, instead of
     * in the inbox of the carrier that ran them last. For stashes that place woken handles in the same way. Called by
     * the thread that removes the handle.
     *
     * @return {@code null}, the default, for that carrier; a handle that finds no room in the returned stash
     *         goes to that carrier, too
     */
    protected @Nullable Stash afterTimeOut() {
        return null;
    }

    /** Returns the carrier that may remove a handle for a time-out: {@code asking} if any carrier may. */
    final @Nullable Carrier takerOf(Coroutine waiting, Carrier asking) {
        if (waiting.isHomed()) {
            return waiting.carrier;
        }
        if (isShared()) {
            return asking;
        }
        Carrier known = consumer;
        return known == null ? waiting.carrier : known;
    }

    /**
     * Checks that a wait here can end by a time-out.
     *
     * @throws IllegalArgumentException
     *             if this kind of stash cannot remove from its middle
     */
    final void requireTimeOuts() {
        if (!TAKES_FROM_MIDDLE.get(getClass())) {
            throw new IllegalArgumentException(
                    "await refused, the stash cannot end a wait by a time-out, because it cannot take a handle out of"
                            + " its middle; use a list, a tree or a map: stash=" + this + ", type="
                            + getClass().getName());
        }
    }

    private static boolean overridesUnlink(Class<?> type) {
        for (Class<?> at = type; at != Stash.class; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (isUnlink(method)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isUnlink(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return method.getName().equals("unlink") && Arrays.equals(types, new Class<?>[]{Coroutine.class})
                || method.getName().equals("takeOut")
                        && Arrays.equals(types, new Class<?>[]{Coroutine.class, long.class});
    }

    /**
     * Returns whether this stash owns the handle.
     *
     * @param handle
     *            any coroutine
     * @return an estimate, unless the caller is the only one that may take the handle
     */
    protected final boolean holds(Coroutine handle) {
        return handle.isHeldBy(this);
    }

    /**
     * Checks that this stash owns the handle, for an operation on a given one.
     *
     * @param handle
     *            any coroutine
     * @param what
     *            the name of the operation in the message
     * @throws IllegalStateException
     *             if the handle has another owner
     */
    protected final void requireHeld(Coroutine handle, String what) {
        handle.requireHeldBy(this, what);
    }

    /**
     * Transfers a handle that is claimed but not linked, or just unlinked, to the caller.
     *
     * @param handle
     *            owned by this stash, not linked
     */
    protected final void unclaim(Coroutine handle) {
        assert isUnlinked(handle);
        handle.leave(this);
    }

    /**
     * Transfers an extracted handle to a batch.
     *
     * @param handle
     *            owned by this stash, not linked
     * @param batch
     *            owns the handle afterwards
     */
    protected final void move(Coroutine handle, Batch batch) {
        batch.requireRoom();
        assert isUnlinked(handle);
        handle.moveToBatch(this);
        batch.append(handle);
    }

    /**
     * Takes a handle over from another stash, which has unlinked it and still owns it. The handle is never without an
     * owner, and the transfer needs no atomic operation.
     *
     * @param handle
     *            owned by {@code from}, not linked
     * @param from
     *            a stash that the calling thread may take from
     * @throws IllegalStateException
     *             if the handle has another owner, or another thread uses one of the two stashes
     */
    protected final void adopt(Coroutine handle, Stash from) {
        check("adopt", false);
        from.check("take", true);
        meet(handle);
        handle.move(from, this);
    }

    /**
     * Pushes an extracted handle into another stash. The handle is in no variable in between, so a copy of it cannot be
     * claimed by its epoch, see {@link Carrier#resume(Coroutine, long)}.
     *
     * @param extracted
     *            owned by this stash, not linked
     * @param to
     *            owns the handle afterwards
     * @return {@code false} if the other stash is full or closed; this stash then still owns the handle,
     *         unlinked
     */
    protected final boolean pass(Coroutine extracted, Stash to) {
        extracted.move(this, to);
        extracted.tag = 0;
        boolean in = false;
        try {
            in = to.link(extracted);
        } finally {
            if (!in) {
                extracted.move(to, this);
            }
        }
        if (in && extracted.isCancelRequested()) {
            extracted.signalCancel();
        }
        return in;
    }

    /**
     * Sends an extracted handle to the carrier that ran it last, which resumes it at its next poll. For a stash whose
     * handles are woken by any thread. If that carrier is closed, the carrier of the waker takes the handle over.
     *
     * @param handle
     *            owned by this stash, not linked
     * @throws IllegalStateException
     *             if the handle is not in this stash, or no carrier has run it yet
     */
    protected final void wake(Coroutine handle) {
        if (handle.carrier == null) {
            throw handle.refused("wake", this);
        }
        Coroutine.wake(handle, handle.send(this));
    }

    /**
     * Cancels an extracted handle and gives it up, as {@link #close} does. For a subclass that closes in its own way.
     *
     * @param handle
     *            owned by this stash, not linked
     */
    protected final void cancel(Coroutine handle) {
        handle.abandonFrom(this);
    }

    /**
     * Reads the first link.
     *
     * @param node
     *            a handle in this stash
     * @return the next node, or {@code null}
     */
    protected static @Nullable Coroutine next(Coroutine node) {
        return node.next;
    }

    /**
     * Sets the first link of a handle that this stash owns.
     *
     * @param node
     *            a handle in this stash
     * @param next
     *            the next node, or {@code null}
     */
    protected final void setNext(Coroutine node, @Nullable Coroutine next) {
        assert isOwn(node);
        node.next = next;
    }

    /**
     * Reads the second link.
     *
     * @param node
     *            a handle in this stash
     * @return the previous node, or {@code null}
     */
    protected static @Nullable Coroutine previous(Coroutine node) {
        return node.previous;
    }

    /**
     * Sets the second link of a handle that this stash owns.
     *
     * @param node
     *            a handle in this stash
     * @param previous
     *            the previous node, or {@code null}
     */
    protected final void setPrevious(Coroutine node, @Nullable Coroutine previous) {
        assert isOwn(node);
        node.previous = previous;
    }

    /**
     * Reads the third link, which trees use for the parent.
     *
     * @param node
     *            a handle in this stash
     * @return the parent, or {@code null}
     */
    protected static @Nullable Coroutine parent(Coroutine node) {
        return node.parent;
    }

    /**
     * Sets the third link of a handle that this stash owns.
     *
     * @param node
     *            a handle in this stash
     * @param parent
     *            the parent, or {@code null}
     */
    protected final void setParent(Coroutine node, @Nullable Coroutine parent) {
        assert isOwn(node);
        node.parent = parent;
    }

    /**
     * Reads the 64-bit key.
     *
     * @param node
     *            a handle in this stash
     * @return the key
     */
    protected static long key(Coroutine node) {
        return node.key;
    }

    /**
     * Sets the 64-bit key of a handle that this stash owns.
     *
     * @param node
     *            a handle in this stash
     * @param key
     *            any number
     */
    protected final void setKey(Coroutine node, long key) {
        assert isOwn(node);
        node.key = key;
    }

    /**
     * Reads the tag, a number with a meaning that the stash defines: a colour, a level, a bucket.
     *
     * @param node
     *            a handle in this stash
     * @return the tag; 0 when the handle comes in
     */
    protected static int tag(Coroutine node) {
        return node.tag;
    }

    /**
     * Sets the tag of a handle that this stash owns.
     *
     * @param node
     *            a handle in this stash
     * @param tag
     *            any number
     */
    protected final void setTag(Coroutine node, int tag) {
        assert isOwn(node);
        node.tag = tag;
    }

    /**
     * Throws if a handle leaves with a link, because the next stash relies on empty links. Checked only with
     * assertions.
     */
    private boolean isUnlinked(Coroutine leaving) {
        if (leaving.next != null || leaving.previous != null || leaving.parent != null) {
            throw leaving.refused("take", ", the stash has left a link in it", this);
        }
        return true;
    }

    /**
     * Throws if this stash does not own a node that it is about to link: the structure of the owner would lose the
     * nodes behind it. Checked only with assertions, because each push and pop writes several links.
     */
    private boolean isOwn(Coroutine node) {
        node.requireHeldBy(this, "link");
        return true;
    }

    /**
     * Begins a drain: checks its bound and notes the carrier of the batch as the consumer of this stash, which may also
     * remove from its middle. For a subclass with its own {@link #drain}.
     *
     * @param batch
     *            the batch to fill
     * @param max
     *            the largest number of handles to move
     * @return the number of handles that may be moved
     * @throws IllegalArgumentException
     *             if {@code max} is negative
     * @throws IllegalStateException
     *             if another thread uses the stash or the batch
     */
    protected final int room(Batch batch, int max) {
        if (max < 0) {
            throw new IllegalArgumentException("negative batch size: stash=" + name + ", max=" + max);
        }
        StackRoom.require();
        check("drain", true);
        batch.setSource(this);
        if (batch.carrier != null && batch.carrier != consumer) {
            batch.requireThread("drain");
            consumer = batch.carrier;
        }
        return Math.min(max, batch.remaining());
    }

    /** Returns the carrier that takes from this stash; {@code null} if none is known. */
    final @Nullable Carrier consumer() {
        return consumer;
    }
}
