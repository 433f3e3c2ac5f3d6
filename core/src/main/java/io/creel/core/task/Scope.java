package io.creel.core.task;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.StackRoom;
import io.creel.core.SuspensionCallback;
import io.creel.core.internal.Expiring;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.PendingDeadline;
import io.creel.core.internal.WaitQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * Structured concurrency: a coroutine forks children into a scope and leaves the scope only when all of them have ended.
 *
 * <p>
 * Fail-fast: the first child that throws cancels the others, and {@link #join} throws. A scope may have a deadline, at
 * which it cancels its children. Opened, forked into, joined and closed by one coroutine; {@link #cancel} from any thread.
 * To fork a child, and its end, cost O(1); to cancel, O(children).
 *
 * <pre>{@code
 * try (Scope scope = Scope.open("lookup")) {
 *     Task<Route> route = scope.fork(() -> routes.find(destination));
 *     Task<Neighbour> neighbour = scope.fork(() -> neighbours.find(destination));
 *     scope.join();
 *     send(route.await(), neighbour.await());
 * }
 * }</pre>
 *
 * <p>
 * Source: N. J. Smith, "Notes on structured concurrency", 2018; JEP 505.
 */
public final class Scope implements AutoCloseable {
    private static final KernelAccess KERNEL = KernelAccess.get();

    private final String name;
    private final Coroutine owner;
    private final Ends ends;
    /** Those that have not ended, linked; under the guard of {@link #ends}. */
    private Task<?> newest;
    private int pending;
    private volatile Task<?> failed;
    private volatile boolean cancelled;
    private volatile boolean expired;
    private boolean closed;
    /** {@code null} if it has none. */
    private PendingDeadline deadline;

    private Scope(String name, Coroutine owner) {
        this.name = name;
        this.owner = owner;
        ends = new Ends("scope " + name);
    }

    /**
     * Opens a scope without a deadline.
     *
     * @param name
     *            what error messages and dumps call it
     * @throws IllegalStateException
     *             where the caller is no coroutine
     */
    public static Scope open(String name) {
        return new Scope(name, KERNEL.current("open"));
    }

    /**
     * Opens a scope that cancels its children after a while.
     *
     * @param name
     *            what error messages and dumps call it
     * @param timeoutNs
     *            nanoseconds from now on by {@link Carrier#setClock}, without one from the last {@link Carrier#tick}; at least 1
     * @throws IllegalStateException
     *             where the caller is no coroutine, or its carrier is never told the time
     */
    public static Scope open(String name, long timeoutNs) {
        StackRoom.requireTwice();
        if (timeoutNs < 1) {
            throw new IllegalArgumentException(
                    "timeout must be at least 1: scope=" + name + ", timeoutNs=" + timeoutNs);
        }
        Scope scope = open(name);
        scope.deadline = KERNEL.deadline(scope.owner, scope.new Expiry(), timeoutNs);
        return scope;
    }

    /**
     * Forks a child that begins on the carrier of the caller, after the caller's next suspension.
     *
     * @throws IllegalStateException
     *             where the scope is closed or the caller does not own it
     */
    public <T> Task<T> fork(Computation<T> computation) {
        return fork(self -> {
            KERNEL.begin(self, owner);
            return true;
        }, computation);
    }

    /**
     * Forks a child that begins where its handle is put.
     *
     * @param where
     *            gets the handle of the child, and owns it if it returns {@code true}
     * @throws IllegalStateException
     *             if the scope is closed or the caller does not own it; if {@code where} refuses the handle: the child is
     *             cancelled and never begins
     */
    public <T> Task<T> fork(SuspensionCallback where, Computation<T> computation) {
        StackRoom.requireTwice();
        requireOwner("fork");
        Task<T> child = Task.in(this, computation);
        ends.enter();
        try {
            link(child);
        } finally {
            ends.exit();
        }
        if (cancelled) {
            child.cancel();
        }
        try {
            if (!where.accept(child.coroutine())) {
                throw new IllegalStateException("fork refused, there is no place for the child: scope=" + name
                        + ", coroutine=" + child.coroutine());
            }
        } catch (Throwable noPlace) {
            child.coroutine().abandon();
            throw noPlace;
        }
        return child;
    }

    /**
     * Suspends until every child has ended.
     *
     * @throws TaskFailedException
     *             where a child has thrown
     * @throws TaskCancelledException
     *             where the deadline has passed
     * @throws CoroutineCancelledException
     *             where the caller is cancelled; its children are, too, and have ended
     */
    public void join() {
        StackRoom.requireTwice();
        requireOwner("join");
        try {
            KERNEL.suspend(owner, ends);
        } catch (CoroutineCancelledException cancellation) {
            cancel();
            awaitEnds();
            throw cancellation;
        }
        if (failed != null) {
            throw new TaskFailedException("scope failed: scope=" + name + ", coroutine=" + failed.coroutine(),
                    failed.error());
        }
        if (expired) {
            throw new TaskCancelledException("scope ran out of time: scope=" + name);
        }
    }

    /** Cancels all children, and those forked later. From any thread. */
    public void cancel() {
        StackRoom.require();
        cancelled = true;
        List<Task<?>> all = new ArrayList<>(pending); // before the guard is taken; a moment's estimate
        ends.enter();
        try {
            for (Task<?> child = newest; child != null; child = child.previousSibling) {
                all.add(child);
            }
        } finally {
            ends.exit();
        }
        all.forEach(Task::cancel);
    }

    /** Cancels what has not ended and suspends until it has. */
    @Override
    public void close() {
        StackRoom.requireTwice();
        requireOwner("close");
        if (pending > 0) {
            cancel();
            awaitEnds();
        }
        closed = true;
        if (deadline != null) {
            deadline.end();
            deadline = null;
        }
    }

    private void awaitEnds() {
        KERNEL.suspendShielded(owner, ends);
    }

    void childEnded(Task<?> child) {
        boolean first;
        boolean last;
        ends.enter();
        try {
            unlink(child);
            first = child.outcome() == Outcome.ERROR && failed == null;
            if (first) {
                failed = child;
            }
            last = pending == 0;
        } finally {
            ends.exit();
        }
        if (first) {
            cancel();
        }
        if (last) {
            ends.wakeAll();
        }
    }

    private void link(Task<?> child) {
        child.previousSibling = newest;
        if (newest != null) {
            newest.nextSibling = child;
        }
        newest = child;
        pending++;
    }

    private void unlink(Task<?> child) {
        if (child.nextSibling == null) {
            newest = child.previousSibling;
        } else {
            child.nextSibling.previousSibling = child.previousSibling;
        }
        if (child.previousSibling != null) {
            child.previousSibling.nextSibling = child.nextSibling;
        }
        child.nextSibling = null;
        child.previousSibling = null;
        pending--;
    }

    private void requireOwner(String what) {
        Coroutine caller = KERNEL.current(what);
        if (caller != owner || closed) {
            throw new IllegalStateException(what + " refused: scope=" + name + ", owner=" + owner + ", by=" + caller
                    + ", closed=" + closed);
        }
    }

    private final class Ends extends WaitQueue {
        Ends(String name) {
            super(name);
        }

        @Override
        protected boolean admits(Coroutine arriving) {
            return pending == 0;
        }

        /** An owner that has cancelled its children waits for their ends, also if its own carrier closes first. */
        @Override
        protected boolean mustStay(Coroutine waiter) {
            return KERNEL.isShielded(waiter);
        }
    }

    private final class Expiry extends Expiring {
        @Override
        public Coroutine owner() {
            return owner;
        }

        @Override
        public void expire() {
            expired = true;
            cancel();
        }
    }
}
