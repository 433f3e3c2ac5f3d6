package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * What other threads send to a carrier: handles it is to resume, which the inbox owns, and requests to cancel what waits
 * here, which own nothing. Two intrusive stacks: push by compare-and-set, take all by exchange (Treiber, IBM RJ 5118, 1986).
 * Lock-free; bounded, because a handle has one owner, and a coroutine is asked to cancel at most once at a time.
 */
final class Inbox {
    private static final VarHandle HANDLES;
    private static final VarHandle REQUESTS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HANDLES = lookup.findVarHandle(Inbox.class, "handles", Coroutine.class);
            REQUESTS = lookup.findVarHandle(Inbox.class, "requests", Coroutine.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** On top of a stack that takes nothing any more. */
    private static final Coroutine CLOSED = Coroutine.createPooled();

    private final String name;
    /** Linked by {@link Ownership#next}, which belongs to the owner of a handle. */
    private volatile Coroutine handles;
    /** Linked by {@link Coroutine#requestNext}. */
    private volatile Coroutine requests;

    Inbox(String carrier) {
        name = "inbox of " + carrier;
    }

    boolean isEmpty() {
        return isEmpty(handles) && isEmpty(requests);
    }

    private static boolean isEmpty(Coroutine top) {
        return top == null || top == CLOSED;
    }

    /** Puts in a handle that the caller has made this inbox the owner of. From any thread. False where it is closed. */
    boolean give(Coroutine handle) {
        Coroutine seen;
        do {
            seen = handles;
            if (seen == CLOSED) {
                return false;
            }
            handle.next = seen;
        } while (!HANDLES.compareAndSet(this, seen, handle));
        return true;
    }

    /** Puts in a request, by the thread that has marked the coroutine. From any thread. False where it is closed. */
    boolean ask(Coroutine marked) {
        Coroutine seen;
        do {
            seen = requests;
            if (seen == CLOSED) {
                return false;
            }
            marked.requestNext = seen;
        } while (!REQUESTS.compareAndSet(this, seen, marked));
        return true;
    }

    /** Takes all handles, oldest first, linked by {@code next}. By the carrier's thread. */
    Coroutine takeHandles() {
        Coroutine oldest = null;
        Coroutine newest = isEmpty(handles) ? null : (Coroutine) HANDLES.getAndSet(this, null);
        while (newest != null) {
            Coroutine older = newest.next;
            newest.next = oldest;
            oldest = newest;
            newest = older;
        }
        return oldest;
    }

    /** Takes all requests, linked by {@code requestNext}, in no order that matters. By the carrier's thread. */
    Coroutine takeRequests() {
        return isEmpty(requests) ? null : (Coroutine) REQUESTS.getAndSet(this, null);
    }

    /** Takes no requests from now on, if there are none. Returns whether that is so. By the carrier's thread. */
    boolean closeToRequests() {
        return requests == CLOSED || REQUESTS.compareAndSet(this, null, CLOSED);
    }

    /** Takes no handles from now on, if there are none. Returns whether that is so. By the carrier's thread. */
    boolean closeToHandles() {
        return handles == CLOSED || HANDLES.compareAndSet(this, null, CLOSED);
    }

    /** Shows the handles in it, for dumps. Any thread: it may miss or repeat what is taken meanwhile. */
    void show(int max, Consumer<Coroutine> action) {
        Coroutine at = handles;
        for (int left = max; left > 0 && !isEmpty(at); left--) {
            action.accept(at);
            at = at.next; // perhaps into another list; the bound brings it back
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
