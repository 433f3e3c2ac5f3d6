package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What other threads ask of a carrier: resume a coroutine that is homed here, cancel one that waits here. An intrusive
 * stack: push by compare-and-set, take all by exchange (Treiber, IBM RJ 5118, 1986). Lock-free; bounded, because a coroutine
 * is in at most one inbox at a time (its QUEUED signal says so) and its signals are bits.
 */
final class Inbox {
    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(Inbox.class, "top", Coroutine.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** On top of an inbox that takes nothing any more. */
    private static final Coroutine CLOSED = Coroutine.createPooled();

    private final String name;
    private volatile Coroutine top;

    Inbox(String carrier) {
        name = "inbox of " + carrier;
    }

    boolean isEmpty() {
        Coroutine seen = top;
        return seen == null || seen == CLOSED;
    }

    /** Takes nothing from now on, if it is empty. Returns whether it is closed. By the carrier's thread. */
    boolean close() {
        return TOP.compareAndSet(this, null, CLOSED) || top == CLOSED;
    }

    /** From any thread, by whoever set the QUEUED signal first. Returns {@code false} where the inbox is closed. */
    boolean push(Coroutine coroutine) {
        Coroutine seen;
        do {
            seen = top;
            if (seen == CLOSED) {
                return false;
            }
            coroutine.inboxNext = seen;
        } while (!TOP.compareAndSet(this, seen, coroutine));
        return true;
    }

    /** Takes all, oldest first, linked by {@code inboxNext}. By the carrier's thread, the only one that closes. */
    Coroutine takeAll() {
        if (isEmpty()) {
            return null;
        }
        Coroutine newest = (Coroutine) TOP.getAndSet(this, null);
        Coroutine oldest = null;
        while (newest != null) {
            Coroutine older = newest.inboxNext;
            newest.inboxNext = oldest;
            oldest = newest;
            newest = older;
        }
        return oldest;
    }

    @Override
    public String toString() {
        return name;
    }
}
