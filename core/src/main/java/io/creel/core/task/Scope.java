package io.creel.core.task;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.StackRoom;
import io.creel.core.SuspensionCallback;
import io.creel.core.internal.Expiring;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.PendingDeadline;
import io.creel.core.internal.WaitQueue;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unowned;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Structured concurrency: a coroutine forks children into a scope, and leaves the scope only when all of them have
 * ended.
 *
 * <p>
 * Fail-fast: the first child that throws cancels the others, and {@link #join} throws. A scope may have a deadline, at
 * which it cancels its children. One coroutine opens a scope, forks into it, joins and closes it. Any thread may
 * {@link #cancel} it. A fork and the end of a child cost O(1); a cancellation costs O(children).
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
@Owned
public final class Scope implements AutoCloseable {
    private static final KernelAccess KERNEL = KernelAccess.get();

    private final String name;
    private final Coroutine owner;
    private final Ends ends;
    /** The newest child that has not ended, linked to the older ones. Under the guard of {@link #ends}. */
    private @Nullable Task<?> newest;
    /** The number of children that have not ended. Written under the guard of {@link #ends}. */
    private int pending;
    /** The first child that has thrown, or {@code null}. Written under the guard of {@link #ends}. */
    private volatile @Nullable Task<?> failed;
    /** Set once, by {@link #cancel}. */
    private volatile boolean cancelled;
    /** Set once, by the carrier that ends the deadline. */
    private volatile boolean expired;
    /** Written by the owner. */
    private boolean closed;
    /** The deadline of the scope; {@code null} if it has none. Written by the owner. */
    private @Nullable PendingDeadline deadline;

    private Scope(String name, Coroutine owner) {
        this.name = name;
        this.owner = owner;
        ends = new Ends("scope " + name);
    }

    /**
     * Opens a scope without a deadline.
     *
     * @param name
     *            the name in error messages and dumps
     * @return the scope, owned by the calling coroutine, which must close it
     * @throws IllegalStateException
     *             if the caller is no coroutine
     */
    @Acquires
    public static Scope open(String name) {
        return new Scope(name, KERNEL.current("open"));
    }

    /**
     * Opens a scope that cancels its children after a given time.
     *
     * @param name
     *            the name in error messages and dumps
     * @param timeoutNs
     *            nanoseconds, counted from now by {@link io.creel.core.Carrier#setClock the carrier's clock}, or from
     *            the last {@link io.creel.core.Carrier#tick} if it has none; at least 1
     * @return the scope, owned by the calling coroutine, which must close it
     * @throws IllegalArgumentException
     *             if {@code timeoutNs} is less than 1
     * @throws IllegalStateException
     *             if the caller is no coroutine, or no thread calls {@link io.creel.core.Carrier#tick}
     */
    @Acquires
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
     * @param <T>
     *            the type of the value
     * @param computation
     *            the code that the child runs
     * @return the child
     * @throws IllegalStateException
     *             if the scope is closed, the caller does not own it, or too many coroutines wait to begin on the
     *             carrier
     */
    public <T> Task<T> fork(Computation<T> computation) {
        return fork(self -> {
            KERNEL.begin(self, owner);
            return true;
        }, computation);
    }

    /**
     * Forks a child that begins at the place where a callback puts its handle.
     *
     * @param <T>
     *            the type of the value
     * @param where
     *            gets the handle of the child, and owns it if it returns {@code true}
     * @param computation
     *            the code that the child runs
     * @return the child
     * @throws IllegalStateException
     *             if the scope is closed or the caller does not own it; if {@code where} refuses the handle: the child
     *             is then cancelled and never begins
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
     *             if a child has thrown
     * @throws TaskCancelledException
     *             if the deadline has passed
     * @throws CoroutineCancelledException
     *             if the caller is cancelled; its children are cancelled as well and have ended then
     * @throws IllegalStateException
     *             if the scope is closed or the caller does not own it
     */
    @Suspends
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

    /** Cancels all children, and those forked later. Any thread may call it. */
    @Unowned
    public void cancel() {
        StackRoom.require();
        cancelled = true;
        List<Task<?>> all = new ArrayList<>(pending); // before the guard is taken; an estimate
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

    /**
     * Cancels the children that have not ended, and suspends until they have.
     *
     * @throws IllegalStateException
     *             if the scope is closed or the caller does not own it
     */
    @Suspends
    @Transfers(onException = true)
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

        /**
         * Keeps an owner that has cancelled its children until they have ended, even if its own carrier closes first.
         */
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
