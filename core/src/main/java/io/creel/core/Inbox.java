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

    private final String name;
    private volatile Coroutine top;

    Inbox(String carrier) {
        name = "inbox of " + carrier;
    }

    boolean isEmpty() {
        return top == null;
    }

    /** From any thread, by whoever set the QUEUED signal first. */
    void push(Coroutine coroutine) {
        Coroutine seen;
        do {
            seen = top;
            coroutine.inboxNext = seen;
        } while (!TOP.compareAndSet(this, seen, coroutine));
    }

    /** Takes all, oldest first, linked by {@code inboxNext}. */
    Coroutine takeAll() {
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
