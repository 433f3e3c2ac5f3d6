package io.creel.core.internal;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.TransferCallback;
import io.creel.core.WaitResult;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.function.Consumer;
import jdk.internal.vm.ContinuationScope;

/**
 * The way from the other packages of core into the kernel, {@code io.creel.core}.
 *
 * <p>
 * A user of this class holds it in a {@code static final} field, so that the compiler knows the one implementation and inlines it. (As
 * {@code jdk.internal.access.SharedSecrets} does it.)
 */
public abstract class KernelAccess {
    /** Written once, while {@link Coroutine} is initialized. */
    private static KernelAccess one;

    /** For the one implementation. */
    protected KernelAccess() {
    }

    /** Sets the one implementation. */
    public static void set(KernelAccess implementation) {
        one = implementation;
    }

    /** The one implementation; initializes {@link Coroutine} if nothing has done so. */
    public static KernelAccess get() {
        try {
            MethodHandles.lookup().ensureInitialized(Coroutine.class);
        } catch (IllegalAccessException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
        return one;
    }

    // For those who suspend coroutines and let them go on.

    /**
     * The coroutine that runs the caller.
     *
     * @param what
     *            what the message calls the operation
     * @throws IllegalStateException
     *             if the caller is no coroutine
     */
    public abstract Coroutine current(String what);

    /**
     * Suspends the calling coroutine.
     *
     * @return whether the callback has handed it back
     */
    public abstract boolean suspend(Coroutine self, TransferCallback where);

    /**
     * Suspends the calling coroutine for a while at most.
     *
     * @param timeoutNs
     *            nanoseconds from now on
     */
    public abstract WaitResult suspend(Coroutine self, TransferCallback where, long timeoutNs);

    /** Suspends the calling coroutine, which cannot be cancelled in this wait. */
    public abstract void suspendShielded(Coroutine self, TransferCallback where);

    /** Whether a coroutine cannot be cancelled in its present wait. */
    public abstract boolean isShielded(Coroutine waiter);

    /** Whether the wait of a coroutine is to end by a cancellation. */
    public abstract boolean isCancelled(Coroutine waiter);

    /**
     * Moves a handle from the stash that owns it to the inbox of its carrier. Under the guard of the stash if it has one: a carrier that
     * closes finds the handle either here or there.
     *
     * @return the carrier, for {@link #wake}; {@code null} if it is closed
     */
    public abstract Carrier send(Coroutine handle, Stash from);

    /** The second half of {@link #send}, outside any guard. Does nothing for {@code null}. */
    public abstract void wake(Coroutine sent, Carrier home);

    /** Whether what a coroutine waits for was given to it. Read by the coroutine, or under the guard of its queue. */
    public abstract boolean isGranted(Coroutine waiter);

    /** Says whether what a coroutine waits for was given to it. By the coroutine, or under the guard of its queue. */
    public abstract void setGranted(Coroutine waiter, boolean granted);

    /** The newest of the locks that a coroutine holds; {@code null} if it holds none. */
    public abstract LockQueue heldLocks(Coroutine holder);

    /** Sets the newest of the locks that a coroutine holds. */
    public abstract void setHeldLocks(Coroutine holder, LockQueue newest);

    // For scopes and tasks.

    /** Lets an unstarted coroutine, owned by the caller, begin on the carrier that runs another one. */
    public abstract void begin(Coroutine unstarted, Coroutine running);

    /** Whether a body has ended because it was cancelled. */
    public abstract boolean isCancellation(Throwable thrown);

    /**
     * Sets a deadline on the carrier that runs a coroutine.
     *
     * @param timeoutNs
     *            nanoseconds from now on
     * @throws IllegalStateException
     *             if the carrier is never told the time, or keeps too many deadlines
     */
    public abstract PendingDeadline deadline(Coroutine running, Expiring target, long timeoutNs);

    // For diagnostics: from any thread, a moment's estimate.

    /** Every carrier that is reachable. */
    public abstract List<Carrier> carriers();

    /** Every stash that is reachable and has held a handle. */
    public abstract List<Stash> stashes();

    /** Every batch that is reachable. */
    public abstract List<Batch> batches();

    /** Shows what a stash holds, about so many. */
    public abstract void show(Stash stash, int max, Consumer<Coroutine> action);

    /** Shows what a batch holds. */
    public abstract void show(Batch batch, Consumer<Coroutine> action);

    /** Shows what other threads have sent to a carrier. */
    public abstract void showInbox(Carrier carrier, int max, Consumer<Coroutine> action);

    /** What dumps call the inbox of a carrier. */
    public abstract String inboxName(Carrier carrier);

    /** Whether a stash owns a handle. */
    public abstract boolean isIn(Coroutine handle, Stash stash);

    /** Whether a batch owns a handle. */
    public abstract boolean isInBatch(Coroutine handle);

    /** Whether the inbox of a carrier owns a handle. */
    public abstract boolean isInInbox(Coroutine handle, Carrier carrier);

    /** A number that changes whenever the next in turn goes on at a carrier. */
    public abstract long turns(Carrier carrier);

    /** The stack of what runs at a carrier, innermost frame first, with the frames below it. */
    public abstract StackTraceElement[] stackOf(Coroutine running, Carrier carrier);

    /**
     * The innermost frames of a coroutine that waits, with those of the suspension; none if it has not begun; {@code null} if it runs or
     * has ended.
     */
    public abstract StackTraceElement[] stackOf(Coroutine waiting, int max);

    /** The class of its body. */
    public abstract String bodyName(Coroutine coroutine);

    /** How long it has waited, in milliseconds; -1 if that is not known. */
    public abstract int ageMs(Coroutine waiting);

    /** The carrier that knows it, or {@code null}. */
    public abstract Carrier carrierOf(Coroutine coroutine);

    /** The coroutine of a thread that is a guest, or {@code null}. */
    public abstract Coroutine guestOf(Thread thread);

    /** Whether a frame belongs to the kernel's own machinery around a coroutine. */
    public abstract boolean isMachinery(StackTraceElement frame);

    /** Whether a frame is the loop that calls the bodies, below every coroutine. */
    public abstract boolean isLoop(StackTraceElement frame);

    /** The scope of the continuations that coroutines run on. */
    public abstract ContinuationScope scope();
}
