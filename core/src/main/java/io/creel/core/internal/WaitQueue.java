package io.creel.core.internal;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.Stash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines that wait for something that any thread may give them. First in, first out; a waiter can be removed.
 * Locks, semaphores and events are built on it.
 *
 * <p>
 * Threads: any. A guard protects the list and the state that waiters wait for. A thread holds it for a few
 * instructions, and never across a suspension, a callback or a blocking call. No thread owns it: the carrier that takes
 * it also releases it, because nothing in between suspends.
 */
public abstract class WaitQueue extends Stash {
    private static final KernelAccess KERNEL = KernelAccess.get();
    private static final int LINKED = 1;
    private static final int SPINS = 100;
    private static final VarHandle GUARD;

    static {
        try {
            GUARD = MethodHandles.lookup().findVarHandle(WaitQueue.class, "guard", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** 1 while a thread holds the guard. Taken by compare-and-set, released by a release store. */
    private volatile int guard;
    /** The oldest waiter; {@link #tail} is the newest. Both are {@code null} in an empty list. Under the guard. */
    private @Nullable Coroutine head;
    private @Nullable Coroutine tail;
    /** The number of waiters. Written under the guard; other threads read it racily. */
    private int size;

    /**
     * Names the queue.
     *
     * @param name
     *            the name in error messages and dumps
     */
    protected WaitQueue(String name) {
        super(name);
    }

    /** Takes the guard. Spins, and yields the processor after a while. */
    public final void enter() {
        for (int tries = 0; guard != 0 || !GUARD.compareAndSet(this, 0, 1); tries++) {
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // the holder may have been descheduled, possibly in favour of this thread
            }
        }
    }

    /** Releases the guard. */
    public final void exit() {
        GUARD.setRelease(this, 0);
    }

    /**
     * Returns whether an arriving coroutine resumes at once, because the state allows it. Called under the guard.
     *
     * @param arriving
     *            a coroutine that has just suspended
     * @return {@code true} if it does not have to wait
     */
    protected abstract boolean admits(Coroutine arriving);

    @Override
    protected final boolean isShared() {
        return true;
    }

    /**
     * Returns whether a waiter stays until it is woken, even if it is cancelled or its carrier closes. Called under the
     * guard.
     *
     * @param waiter
     *            a coroutine in the list
     * @return {@code false} unless overridden
     */
    protected boolean mustStay(Coroutine waiter) {
        return false;
    }

    /**
     * Notes that the list has changed. Called under the guard.
     *
     * @param hasWaiters
     *            whether the list is not empty now
     */
    protected void changed(boolean hasWaiters) {
    }

    @Override
    protected boolean insert(Coroutine handle) {
        enter();
        try {
            return enqueue(handle);
        } finally {
            exit();
        }
    }

    /**
     * Appends a handle unless its coroutine resumes at once. Called under the guard.
     *
     * @param handle
     *            owned by this queue
     * @return {@code true} if the handle is in the list
     */
    protected final boolean enqueue(Coroutine handle) {
        boolean goesOn = isClosed() || KERNEL.isCancelled(handle) || admits(handle);
        if (!goesOn) {
            append(handle);
        }
        return !goesOn;
    }

    private void append(Coroutine handle) {
        setNext(handle, null);
        setPrevious(handle, tail);
        if (tail == null) {
            head = handle;
        } else {
            setNext(tail, handle);
        }
        tail = handle;
        setTag(handle, LINKED);
        size++;
        changed(true);
    }

    private void takeFromList(Coroutine handle) {
        Coroutine before = previous(handle);
        Coroutine after = next(handle);
        if (before == null) {
            head = after;
        } else {
            setNext(before, after);
        }
        if (after == null) {
            tail = before;
        } else {
            setPrevious(after, before);
        }
        setNext(handle, null);
        setPrevious(handle, null);
        setTag(handle, 0);
        size--;
        changed(head != null);
    }

    /**
     * Removes the oldest waiter from the list. Called under the guard.
     *
     * @return the handle, still owned by this queue; {@code null} if the list is empty
     */
    public final @Nullable Coroutine takeOldest() {
        Coroutine oldest = head;
        if (oldest != null) {
            takeFromList(oldest);
        }
        return oldest;
    }

    /**
     * Wakes the oldest waiter.
     *
     * @return {@code false} if there was none
     */
    public final boolean wakeOldest() {
        Coroutine oldest;
        Carrier home = null;
        enter();
        try {
            oldest = takeOldest();
            if (oldest != null) {
                home = KERNEL.send(oldest, this);
            }
        } finally {
            exit();
        }
        KERNEL.wake(oldest, home);
        return oldest != null;
    }

    /** Wakes all waiters, oldest first. */
    public final void wakeAll() {
        while (wakeOldest()) {
            continue;
        }
    }

    @Override
    protected final @Nullable Coroutine extract() {
        enter();
        try {
            return takeOldest();
        } finally {
            exit();
        }
    }

    /**
     * Removes a waiter under the guard, so that it never has to be put back. Refuses if the waiter has been removed,
     * has not arrived yet or must stay.
     */
    @Override
    protected final boolean takeOut(Coroutine handle, long epoch) {
        enter();
        try {
            boolean found = holds(handle) && tag(handle) == LINKED && handle.epoch() == epoch
                    && !mustStay(handle);
            if (found) {
                takeFromList(handle);
            }
            return found;
        } finally {
            exit();
        }
    }

    @Override
    public final int size() {
        return size;
    }

    /** Walks under the guard, so that the action sees each waiter once. */
    @Override
    public final void forEach(Consumer<Coroutine> action) {
        show(Integer.MAX_VALUE, action);
    }

    /**
     * Shows the oldest waiters. A thread that needs the guard meanwhile spins, so this method holds it only for the
     * waiters that the caller needs.
     */
    @Override
    protected final void show(int max, Consumer<Coroutine> action) {
        StackRoom.require();
        Coroutine[] waiters = new Coroutine[Math.min(size, max)]; // before the guard is taken; an estimate
        enter();
        try {
            Coroutine next = head;
            for (int i = 0; i < waiters.length && next != null; i++) {
                waiters[i] = next;
                next = next(next);
            }
        } finally {
            exit();
        }
        for (Coroutine waiter : waiters) {
            if (waiter != null) {
                action.accept(waiter);
            }
        }
    }
}
