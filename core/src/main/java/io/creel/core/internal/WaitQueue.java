package io.creel.core.internal;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import io.creel.core.Stash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * Coroutines waiting for something that any thread may give them: first in first out, removable. What locks, semaphores and
 * events are made of.
 *
 * <p>
 * Threads: any. The list, and the state of what is waited for, are guarded by a flag that is held for a few instructions and
 * never across a suspension, a callback or a blocking call. No thread owns
 * it: the carrier that takes it gives it back, because nothing in between suspends.
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

    private volatile int guard;
    private Coroutine head;
    private Coroutine tail;
    private int size;

    /**
     * Names the queue.
     *
     * @param name
     *            what error messages and dumps call it
     */
    protected WaitQueue(String name) {
        super(name);
    }

    /** Takes the guard. */
    public final void enter() {
        for (int tries = 0; guard != 0 || !GUARD.compareAndSet(this, 0, 1); tries++) {
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // the thread that has it may have lost its processor, perhaps to this one
            }
        }
    }

    /** Gives the guard back. */
    public final void exit() {
        GUARD.setRelease(this, 0);
    }

    /** Whether the state of what is waited for lets this coroutine go on at once; called under the guard. */
    protected abstract boolean admits(Coroutine arriving);

    @Override
    protected final boolean isShared() {
        return true;
    }

    /** Whether a waiter stays until it is woken, also if it is cancelled or its carrier closes; called under the guard. */
    protected boolean mustStay(Coroutine waiter) {
        return false;
    }

    /** The list has changed; called under the guard. */
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

    /** Appends a handle unless it goes on at once; called under the guard. Returns whether it is in the list. */
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

    /** Takes the oldest waiter out of the list, or {@code null}; it still is this queue's. Called under the guard. */
    public final Coroutine takeOldest() {
        Coroutine oldest = head;
        if (oldest != null) {
            takeFromList(oldest);
        }
        return oldest;
    }

    /** Lets the oldest waiter go on. Returns whether there was one. */
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

    /** Lets all waiters go on, oldest first. */
    public final void wakeAll() {
        while (wakeOldest()) {
            continue;
        }
    }

    @Override
    protected final Coroutine extract() {
        enter();
        try {
            return takeOldest();
        } finally {
            exit();
        }
    }

    /** Takes a waiter out unless it has been taken, has not arrived yet, or must stay. Under the guard, so that it never has to be put back. */
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

    /** A walk under the guard, so that it sees each waiter once. */
    @Override
    public final void forEach(Consumer<Coroutine> action) {
        show(Integer.MAX_VALUE, action);
    }

    /** Shows the oldest. A thread that needs the guard meanwhile spins, so it is held for no more than are wanted. */
    @Override
    protected final void show(int max, Consumer<Coroutine> action) {
        StackRoom.require();
        Coroutine[] waiters = new Coroutine[Math.min(size, max)]; // before the guard is taken; a moment's estimate
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
