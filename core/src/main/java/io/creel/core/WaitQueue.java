package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * Coroutines waiting for something that any thread may give them: first in first out, removable. What locks, semaphores and
 * events are made of.
 *
 * <p>
 * Threads: any. The list, and the state of what is waited for, are guarded by a flag that is held for a few instructions and
 * never across a suspension, a callback or a blocking call. It is owned by nobody: it can be taken by one carrier and
 * would be given back by the same, because nothing in between suspends.
 */
abstract class WaitQueue extends Stash {
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

    WaitQueue(String name) {
        super(name);
    }

    final void enter() {
        for (int tries = 0; guard != 0 || !GUARD.compareAndSet(this, 0, 1); tries++) {
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // who has it may have lost its processor, perhaps to this thread
            }
        }
    }

    final void exit() {
        GUARD.setRelease(this, 0);
    }

    /** Whether the state of what is waited for lets this coroutine go on at once; called under the guard. */
    abstract boolean admits(Coroutine arriving);

    @Override
    protected final boolean isShared() {
        return true;
    }

    /** Whether a waiter stays until it is woken, also if it is cancelled or its carrier closes; called under the guard. */
    boolean mustStay(Coroutine waiter) {
        return false;
    }

    /** The list has changed; called under the guard. */
    void changed(boolean hasWaiters) {
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
    final boolean enqueue(Coroutine handle) {
        boolean goesOn = isClosed() || handle.isCancelled() || admits(handle);
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
    final Coroutine takeOldest() {
        Coroutine oldest = head;
        if (oldest != null) {
            takeFromList(oldest);
        }
        return oldest;
    }

    /** Lets the oldest waiter go on. Returns whether there was one. */
    final boolean wakeOldest() {
        Coroutine oldest;
        Carrier home = null;
        enter();
        try {
            oldest = takeOldest();
            if (oldest != null) {
                home = oldest.send(this);
            }
        } finally {
            exit();
        }
        Coroutine.wake(oldest, home);
        return oldest != null;
    }

    /** Lets all waiters go on, oldest first. */
    final void wakeAll() {
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
    final boolean takeOut(Coroutine handle, long epoch) {
        enter();
        try {
            boolean found = handle.isHeldBy(this) && tag(handle) == LINKED && handle.epoch() == epoch
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

    /** Shows the oldest: who wants the lock meanwhile spins, so the guard is held for no more than are wanted. */
    @Override
    final void show(int max, Consumer<Coroutine> action) {
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
