package io.creel.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The signals of other threads to a carrier: handles to resume, which the inbox owns, and requests to cancel waiting
 * coroutines, which own nothing. Two intrusive stacks: push by compare-and-set, take all by exchange (Treiber, IBM RJ
 * 5118, 1986). Lock-free. Bounded, because a handle has one owner, and a coroutine has at most one pending request.
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

    /** On top of a stack that is closed. */
    private static final Coroutine CLOSED = Coroutine.createPooled();

    private final String name;
    /**
     * The newest handle, linked by {@link Ownership#next}, which belongs to the owner of a handle. Written by any
     * thread.
     */
    private volatile @Nullable Coroutine handles;
    /** The newest request, linked by {@link Coroutine#requestNext}. Written by any thread. */
    private volatile @Nullable Coroutine requests;

    Inbox(String carrier) {
        name = "inbox of " + carrier;
    }

    boolean isEmpty() {
        return isEmpty(handles) && isEmpty(requests);
    }

    private static boolean isEmpty(@Nullable Coroutine top) {
        return top == null || top == CLOSED;
    }

    /** Puts in a handle that this inbox owns already. Any thread. Returns {@code false} if the inbox is closed. */
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

    /**
     * Puts in a request. Called by the thread that has marked the coroutine, any thread. Returns {@code false} if the
     * inbox is closed.
     */
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

    /** Takes all handles, oldest first, linked by {@code next}. Called by the carrier's thread. */
    @Nullable
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

    /** Takes all requests, linked by {@code requestNext}, in no defined order. Called by the carrier's thread. */
    @Nullable
    Coroutine takeRequests() {
        return isEmpty(requests) ? null : (Coroutine) REQUESTS.getAndSet(this, null);
    }

    /**
     * Closes the inbox to requests if it holds none. Returns whether it is closed to requests. Called by the carrier's
     * thread.
     */
    boolean closeToRequests() {
        return requests == CLOSED || REQUESTS.compareAndSet(this, null, CLOSED);
    }

    /**
     * Closes the inbox to handles if it holds none. Returns whether it is closed to handles. Called by the carrier's
     * thread.
     */
    boolean closeToHandles() {
        return handles == CLOSED || HANDLES.compareAndSet(this, null, CLOSED);
    }

    /** Returns whether it refuses handles. Any thread. */
    boolean isClosedToHandles() {
        return handles == CLOSED;
    }

    /**
     * Passes the handles in it to an action, for dumps. Any thread; it may miss or repeat handles that are taken
     * meanwhile.
     */
    @SuppressWarnings("NullAway") // only the end of the list is empty
    void show(int max, Consumer<Coroutine> action) {
        Coroutine at = handles;
        for (int left = max; left > 0 && !isEmpty(at); left--) {
            action.accept(at);
            at = at.next; // perhaps into another list; the bound ends the walk
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
