package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A collection of suspended coroutines. Putting a handle in transfers its ownership to the stash, taking it out transfers
 * it back; a handle is in at most one stash.
 *
 * <p>
 * Extend it to write a stash of your own: the rules of ownership live here, the order lives in {@link #insert(Coroutine)},
 * {@link #extract} and {@link #unlink}. The coroutine is the intrusive node; its links, key and tag are reached through the
 * protected accessors and belong to the stash that holds it. With assertions a setter refuses a node that another stash owns.
 *
 * <p>
 * Threads: whatever the subclass says. Unless it says otherwise, a stash is for one thread: it is bound to the first that uses it,
 * and refuses every other; see {@link ThreadBinding} for what passes it on.
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

    /** Puts in a coroutine that awaits this stash and has written its key into itself. */
    final TransferCallback pushByKey = self -> push(self, self.key) ? null : self;
    private final String name;
    /** Whether {@link Stashes} knows it; from the first handle on, when it is fully made and worth knowing. */
    private volatile boolean registered;
    private volatile Carrier consumer;
    private volatile boolean closed;

    /**
     * Names the stash.
     *
     * @param name
     *            what error messages and dumps call it
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

    /** Called by {@link #handOver} for a stash that {@link #isShared()}: the next thread that takes is bound. */
    protected void handOverTaker() {
    }

    /** Called before each push into a stash that {@link #isShared()}: throws if the caller is on a thread that may not. */
    protected void checkPusher(String what) {
    }

    /** Called before each take from a stash that {@link #isShared()}: throws if the caller is on a thread that may not. */
    protected void checkTaker(String what) {
    }

    /**
     * Checks that the caller is on the thread that uses this stash. For a subclass's own operations, before they change
     * anything; those of this class do it by themselves. See {@link ThreadBinding}.
     *
     * @param what
     *            what the message calls the operation
     * @throws IllegalStateException
     *             if another thread uses it
     */
    protected final void checkThread(String what) {
        check(what, true);
    }

    /**
     * Gives the stash, with what it holds, to the next thread that uses it. Called by the thread that has used it until now. Not
     * needed if that thread has ended, or is no carrier's and has only filled the stash. The carrier that took from here is
     * forgotten: time-outs and cancellations of the handles in it wait until the next one pushes, drains, or is named by
     * {@link #takenBy}.
     *
     * @throws IllegalStateException
     *             if another thread uses it
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

    /** What error messages and dumps call it. */
    public final String name() {
        return name;
    }

    /** How many handles it holds; a moment's estimate where several threads use it. */
    public abstract int size();

    /** Whether it holds nothing; a moment's estimate where several threads use it. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Puts a handle in.
     *
     * @return {@code true} and the stash owns the handle; {@code false} if it is full or closed, and the caller keeps it
     * @throws IllegalStateException
     *             if the handle is not suspended and unstashed: it has another owner
     */
    @CheckReturnValue
    public final boolean push(Coroutine handle) {
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
     * Puts a handle in under a key: a deadline, a level, a connection. A stash whose order does not depend on the key, such as a
     * list or a ring, writes it into the handle, where {@link Coroutine#key()} tells it.
     *
     * @return {@code true} and the stash owns the handle; {@code false} if it is full or closed, and the caller keeps it
     * @throws IllegalStateException
     *             if the handle is not suspended and unstashed: it has another owner; or if this stash needs keys of another kind
     * @throws IllegalArgumentException
     *             if the key is out of this stash's bounds; the caller keeps the handle
     */
    @CheckReturnValue
    public final boolean push(Coroutine handle, long key) {
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
     * Takes the next handle out, in the order the stash defines.
     *
     * @return the handle, owned by the caller, or {@code null} when the stash is empty
     */
    @CheckReturnValue
    public final Coroutine pop() {
        StackRoom.require();
        check("pop", true);
        Coroutine handle = extract();
        if (handle != null) {
            unclaim(handle);
        }
        return handle;
    }

    /**
     * Moves handles into a batch, in order, until {@code max} have been moved, the batch is full or the stash is empty.
     *
     * @return the batch, so that it can be handed on to {@link Carrier#resume(Batch)}
     */
    public Batch drain(Batch batch, int max) {
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
     * Takes a certain handle out.
     *
     * @return {@code true} and the caller owns it; {@code false} where this kind of stash cannot take from its middle
     * @throws IllegalStateException
     *             where the handle is not in this stash
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
     * Unlinks a handle for a caller that owns only a copy of it, a time-out or a cancellation, and may be late. The stash stays
     * the owner: the caller moves the handle on in one transition, so that no other copy can claim it in between.
     *
     * <p>
     * This one asks {@link #unlink}, and {@linkplain #putBack puts back} a handle that has left and come again meanwhile. A stash whose
     * links are guarded overrides it instead of {@code unlink}: under the guard nothing comes between the look and the unlinking.
     *
     * @param epoch
     *            the suspension that is to end
     * @return {@code false} if the handle has left this suspension, another thread uses this stash, or it cannot take from its
     *         middle: the handle is where it was
     */
    protected boolean takeOut(Coroutine handle, long epoch) {
        if (!isFree() || !handle.isHeldBy(this) || handle.epoch() != epoch || !unlink(handle)) {
            return false;
        }
        if (handle.epoch() == epoch) {
            return true;
        }
        putBack(handle); // it was taken and has come here again before it was unlinked
        return false;
    }

    /**
     * Takes a handle back that {@link #unlink} has taken out by mistake: the coroutine was resumed meanwhile and waits here
     * again. It is linked in as if it had just come. If there is no room any more it goes on at the next
     * {@link Carrier#poll()} of its carrier; if this stash is closed it is cancelled.
     */
    protected void putBack(Coroutine unlinked) {
        if (relink(unlinked) && unlinked.isCancelRequested()) {
            unlinked.signalCancel();
        }
    }

    /** {@link #putBack} without a look for a cancellation that came meanwhile. Returns whether it is in. */
    final boolean relink(Coroutine unlinked) {
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
        return in;
    }

    /** Stashes a coroutine that awaits this stash; one that is refused runs on at once. */
    @Override
    public final Coroutine suspended(Coroutine self) {
        return push(self) ? null : self;
    }

    /**
     * Refuses pushes from now on and cancels what is held: the handles end on the carriers that ran them last, those that
     * have not begun end here. Call it on the thread that uses the stash.
     */
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
     * Names the carrier whose thread takes from here: it takes out what is cancelled, and cancels what is left when it
     * closes. Draining into a batch which that carrier has resumed before says the same. To be called by whoever may take.
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

    /** Whether it was closed. */
    public final boolean isClosed() {
        return closed;
    }

    /**
     * Shows each held handle, for dumps. Safe at any time from any thread: it may miss or repeat handles that come and go
     * meanwhile. A stash whose content cannot be walked shows nothing.
     */
    public void forEach(Consumer<Coroutine> action) {
    }

    /** {@link #forEach} for a dump that wants only so many; it may be shown more. */
    protected void show(int max, Consumer<Coroutine> action) {
        forEach(action);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Links in a handle that this stash owns. Returns {@code false} if there is no room. May throw if the handle cannot be put in: a
     * key that is missing or out of bounds; then nothing was linked, and the caller of the push keeps the handle.
     */
    @CheckReturnValue
    protected abstract boolean insert(Coroutine handle);

    /**
     * Links in a handle that came with a key, see {@link #push(Coroutine, long)}. This one writes the key into the handle and calls
     * {@link #insert(Coroutine)}; a stash that orders or finds by key overrides it.
     */
    @CheckReturnValue
    protected boolean insert(Coroutine handle, long key) {
        handle.key = key;
        return insert(handle);
    }

    /** Unlinks the next handle and sets its links to {@code null}, or returns {@code null} when there is none. */
    protected abstract Coroutine extract();

    /**
     * Unlinks this handle, which is in the stash, and sets its links to {@code null}. Returns {@code false} if that cannot be
     * done.
     */
    protected boolean unlink(Coroutine handle) {
        return false;
    }

    /**
     * Makes this stash the owner of a suspended handle. For a push that needs more than a handle and a key, which has four steps and
     * passes its arguments on as arguments:
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
     * @throws IllegalStateException
     *             if the handle has another owner, or another thread uses this stash
     */
    protected final void claim(Coroutine handle) {
        StackRoom.require();
        check("push", false);
        handle.claimFor(this, "push");
    }

    /**
     * The second step of a push, see {@link #claim}.
     *
     * @return {@code false} if this stash is closed: nothing may be linked
     */
    @CheckReturnValue
    protected final boolean admit(Coroutine claimed) {
        meet(claimed);
        return !closed;
    }

    /**
     * The last step of a push, see {@link #claim}: the handle is this stash's for good, or its pusher's again.
     *
     * @param in
     *            whether it was linked in
     */
    protected final void settle(Coroutine claimed, boolean in) {
        if (!in) {
            unclaim(claimed);
        } else if (claimed.isCancelRequested()) {
            claimed.signalCancel(); // asked for while no stash held it
        }
    }

    /** Links in a handle that this stash owns already; where it cannot, it still owns it. */
    final boolean link(Coroutine claimed) {
        check("push", false);
        return admit(claimed) && insert(claimed);
    }

    /** A handle comes in, perhaps the first. */
    private void meet(Coroutine handle) {
        register();
        if (consumer == null && !isShared()) {
            presumeConsumer(handle.carrier);
        }
    }

    /** A stash of one thread into which a carrier's thread pushes is taken from by that carrier. */
    private void presumeConsumer(Carrier carrier) {
        if (carrier != null && carrier.isCurrent()) {
            consumer = carrier;
        }
    }

    /**
     * Whether several threads use it: the thread that puts in says nothing about the one that takes out, and {@link #unlink} may be called
     * by any thread at any time, so it must find out by itself whether the handle is still linked in. {@link #requireHeld} does not tell:
     * this stash stays the owner of a handle that another thread has unlinked, until that thread has moved it on.
     */
    protected boolean isShared() {
        return false;
    }

    /**
     * Names the stash for handles whose time-out has come while they waited here: in place of the carrier that ran them last, they go
     * there, and go on when it is their turn. For stashes that place those they wake in the same way. Called by the thread that takes
     * them out.
     *
     * @return {@code null}, as here, for that carrier, which is also where a handle goes that finds no room there
     */
    protected Stash afterTimeOut() {
        return null;
    }

    /** The carrier that may take a handle out for a time-out: the asking one if any may. */
    final Carrier takerOf(Coroutine waiting, Carrier asking) {
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
     *             if this kind of stash cannot take from its middle
     */
    final void requireTimeOuts() {
        if (!TAKES_FROM_MIDDLE.get(getClass())) {
            throw new IllegalArgumentException(
                    "await refused, the stash cannot end a wait by a time-out, because it cannot take a handle out of its middle;"
                            + " use a list, a tree or a map: stash=" + this + ", type=" + getClass().getName());
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

    /** Whether this stash owns the handle; a moment's estimate unless the caller is the only one who may take it. */
    protected final boolean holds(Coroutine handle) {
        return handle.isHeldBy(this);
    }

    /**
     * Checks that this stash owns the handle, for an operation on a certain one.
     *
     * @param what
     *            what the message calls the operation
     * @throws IllegalStateException
     *             where it is owned by somebody else
     */
    protected final void requireHeld(Coroutine handle, String what) {
        handle.requireHeldBy(this, what);
    }

    /** Gives a handle, claimed but not linked or just unlinked, to the caller. */
    protected final void unclaim(Coroutine handle) {
        assert isUnlinked(handle);
        handle.leave(this);
    }

    /** Hands an extracted handle over to a batch. */
    protected final void move(Coroutine handle, Batch batch) {
        batch.requireRoom();
        assert isUnlinked(handle);
        handle.moveToBatch(this);
        batch.append(handle);
    }

    /**
     * Takes a handle over from another stash, which has unlinked it but not given it up. It never is without an owner, and
     * costs no atomic operation.
     */
    protected final void adopt(Coroutine handle, Stash from) {
        check("adopt", false);
        from.check("take", true);
        meet(handle);
        handle.move(from, this);
    }

    /**
     * Puts an extracted handle into another stash, as a push does. It is in no variable in between, so a copy of it cannot be
     * claimed by its epoch, see {@link Carrier#resume(Coroutine, long)}.
     *
     * @return {@code false} if the other stash is full or closed: the handle is still extracted, and this stash its owner
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
     * Lets an extracted handle go on: it is sent to the carrier that ran it last, which resumes it at its next poll. For a
     * stash whose handles are woken from any thread. Where that carrier is closed, the waker's takes it over.
     *
     * @throws IllegalStateException
     *             where the handle is not in this stash, or has never run: no carrier is known
     */
    protected final void wake(Coroutine handle) {
        if (handle.carrier == null) {
            throw handle.refused("wake", this);
        }
        Coroutine.wake(handle, handle.send(this));
    }

    /** Gives up an extracted handle: it is cancelled, as {@link #close} does. For a subclass that closes in its own way. */
    protected final void cancel(Coroutine handle) {
        handle.abandonFrom(this);
    }

    /** The link to the next node. */
    protected static Coroutine next(Coroutine node) {
        return node.next;
    }

    /** Sets the link to the next node, of a handle this stash owns. */
    protected final void setNext(Coroutine node, Coroutine next) {
        assert isOwn(node);
        node.next = next;
    }

    /** The link to the previous node. */
    protected static Coroutine previous(Coroutine node) {
        return node.previous;
    }

    /** Sets the link to the previous node, of a handle this stash owns. */
    protected final void setPrevious(Coroutine node, Coroutine previous) {
        assert isOwn(node);
        node.previous = previous;
    }

    /** The third link, which trees use for the parent. */
    protected static Coroutine parent(Coroutine node) {
        return node.parent;
    }

    /** Sets the third link, of a handle this stash owns. */
    protected final void setParent(Coroutine node, Coroutine parent) {
        assert isOwn(node);
        node.parent = parent;
    }

    /** The 64-bit key. */
    protected static long key(Coroutine node) {
        return node.key;
    }

    /** Sets the 64-bit key, of a handle this stash owns. */
    protected final void setKey(Coroutine node, long key) {
        assert isOwn(node);
        node.key = key;
    }

    /** A number of the stash's own: a colour, a level, a bucket. */
    protected static int tag(Coroutine node) {
        return node.tag;
    }

    /** Sets the stash's own number, of a handle this stash owns. */
    protected final void setTag(Coroutine node, int tag) {
        assert isOwn(node);
        node.tag = tag;
    }

    /** Throws if a handle leaves with a link: the next stash relies on there being none. Asked under assertions. */
    private boolean isUnlinked(Coroutine leaving) {
        if (leaving.next != null || leaving.previous != null || leaving.parent != null) {
            throw leaving.refused("take", ", the stash has left a link in it", this);
        }
        return true;
    }

    /**
     * Throws if this stash does not own a node that it is about to link: its owner's structure would lose what hangs on it. Asked
     * under assertions, because each push and pop writes several links.
     */
    private boolean isOwn(Coroutine node) {
        node.requireHeldBy(this, "link");
        return true;
    }

    /**
     * Begins a drain: checks its bound and remembers whose batch is filled, because the carrier that drains a stash is the
     * one that may also take from its middle. For a subclass with a {@link #drain} of its own.
     *
     * @return how many handles may be moved
     * @throws IllegalArgumentException
     *             where {@code max} is negative
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

    /** The carrier whose batches are filled from here, or {@code null} where none is known. */
    final Carrier consumer() {
        return consumer;
    }
}
