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
import org.jspecify.annotations.Nullable;

/**
 * The access of the other packages of core to the kernel, {@code io.creel.core}.
 *
 * <p>
 * A class that uses the access holds it in a {@code static final} field, so that the compiler knows the one
 * implementation and inlines its methods. ({@code jdk.internal.access.SharedSecrets} is the model.)
 */
public abstract class KernelAccess {
    /** The implementation. Written once, by the static initialiser of {@link Coroutine}. */
    private static @Nullable KernelAccess one;

    /** For the one implementation. */
    protected KernelAccess() {
    }

    /**
     * Installs the implementation.
     *
     * @param implementation
     *            the one instance
     */
    public static void set(KernelAccess implementation) {
        one = implementation;
    }

    /**
     * Returns the implementation. Initialises {@link Coroutine} if that has not happened yet.
     *
     * @return the one instance
     */
    @SuppressWarnings("NullAway") // the class that is initialized here has set it
    public static KernelAccess get() {
        try {
            MethodHandles.lookup().ensureInitialized(Coroutine.class);
        } catch (IllegalAccessException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
        return one;
    }

    // For classes that suspend and resume coroutines.

    /**
     * Returns the coroutine that runs the caller.
     *
     * @param what
     *            the name of the operation in the message
     * @return the coroutine
     * @throws IllegalStateException
     *             if the caller is no coroutine
     */
    public abstract Coroutine current(String what);

    /**
     * Suspends the calling coroutine.
     *
     * @param self
     *            the coroutine that runs the caller
     * @param where
     *            gets the handle
     * @return {@code true} if the callback returned the same handle
     */
    public abstract boolean suspend(Coroutine self, TransferCallback where);

    /**
     * Suspends the calling coroutine for at most a given time.
     *
     * @param self
     *            the coroutine that runs the caller
     * @param where
     *            gets the handle
     * @param timeoutNs
     *            nanoseconds from now
     * @return how the wait ended
     */
    public abstract WaitResult suspend(Coroutine self, TransferCallback where, long timeoutNs);

    /**
     * Suspends the calling coroutine for a wait that cannot be cancelled.
     *
     * @param self
     *            the coroutine that runs the caller
     * @param where
     *            gets the handle
     */
    public abstract void suspendShielded(Coroutine self, TransferCallback where);

    /**
     * Returns whether the present wait of a coroutine cannot be cancelled.
     *
     * @param waiter
     *            a waiting coroutine
     * @return {@code true} if a cancellation does not end the wait
     */
    public abstract boolean isShielded(Coroutine waiter);

    /**
     * Returns whether the present wait of a coroutine is to end by a cancellation.
     *
     * @param waiter
     *            a waiting coroutine
     * @return {@code true} if it is cancelled and not shielded
     */
    public abstract boolean isCancelled(Coroutine waiter);

    /**
     * Moves a handle from the stash that owns it to the inbox of its carrier. If the stash has a guard, the caller
     * holds it: a carrier that closes then finds the handle in exactly one of the two places.
     *
     * @param handle
     *            owned by {@code from}, not linked
     * @param from
     *            the stash
     * @return the carrier, for {@link #wake}; {@code null} if it is closed
     */
    public abstract @Nullable Carrier send(Coroutine handle, Stash from);

    /**
     * Completes {@link #send}, outside any guard. Does nothing for {@code null}.
     *
     * @param sent
     *            the handle, or {@code null}
     * @param home
     *            the result of {@link #send}
     */
    public abstract void wake(@Nullable Coroutine sent, @Nullable Carrier home);

    /**
     * Returns whether a waiter was given what it waits for. Called by the coroutine, or under the guard of its queue.
     *
     * @param waiter
     *            a coroutine
     * @return the value of the last {@link #setGranted}
     */
    public abstract boolean isGranted(Coroutine waiter);

    /**
     * Notes whether a waiter was given what it waits for. Called by the coroutine, or under the guard of its queue.
     *
     * @param waiter
     *            a coroutine
     * @param granted
     *            the new value
     */
    public abstract void setGranted(Coroutine waiter, boolean granted);

    /**
     * Returns the newest lock of a coroutine.
     *
     * @param holder
     *            a coroutine
     * @return the lock, linked to the next older one; {@code null} if the coroutine holds none
     */
    public abstract @Nullable LockQueue heldLocks(Coroutine holder);

    /**
     * Sets the newest lock of a coroutine.
     *
     * @param holder
     *            a coroutine
     * @param newest
     *            the lock; {@code null} if the coroutine holds none
     */
    public abstract void setHeldLocks(Coroutine holder, @Nullable LockQueue newest);

    // For scopes and tasks.

    /**
     * Lets an unstarted coroutine begin on the carrier that runs another one.
     *
     * @param unstarted
     *            owned by the caller
     * @param running
     *            a running coroutine
     */
    public abstract void begin(Coroutine unstarted, Coroutine running);

    /**
     * Returns whether a body has ended by a cancellation.
     *
     * @param thrown
     *            the throwable of the body, or {@code null}
     * @return {@code true} for the exception of a cancellation
     */
    public abstract boolean isCancellation(@Nullable Throwable thrown);

    /**
     * Sets a deadline on the carrier that runs a coroutine.
     *
     * @param running
     *            a running coroutine
     * @param target
     *            told when the time is up
     * @param timeoutNs
     *            nanoseconds from now
     * @return the deadline; the coroutine must end it
     * @throws IllegalStateException
     *             if no thread calls {@link Carrier#tick}, or the carrier keeps too many deadlines
     */
    public abstract PendingDeadline deadline(Coroutine running, Expiring target, long timeoutNs);

    // For diagnostics: any thread; the results are estimates.

    /** {@return every reachable carrier} */
    public abstract List<Carrier> carriers();

    /**
     * Returns whether a carrier is closed.
     *
     * @param carrier
     *            a carrier
     * @return {@code true} if it resumes no more coroutines
     */
    public abstract boolean isClosed(Carrier carrier);

    /** {@return every reachable stash that has held a handle} */
    public abstract List<Stash> stashes();

    /** {@return every reachable batch} */
    public abstract List<Batch> batches();

    /**
     * Passes the handles of a stash to an action.
     *
     * @param stash
     *            a stash
     * @param max
     *            the number of handles needed; the stash may pass more
     * @param action
     *            reads each handle
     */
    public abstract void show(Stash stash, int max, Consumer<Coroutine> action);

    /**
     * Passes the handles of a batch to an action.
     *
     * @param batch
     *            a batch
     * @param action
     *            reads each handle
     */
    public abstract void show(Batch batch, Consumer<Coroutine> action);

    /**
     * Passes the handles in the inbox of a carrier to an action.
     *
     * @param carrier
     *            a carrier
     * @param max
     *            the largest number of handles
     * @param action
     *            reads each handle
     */
    public abstract void showInbox(Carrier carrier, int max, Consumer<Coroutine> action);

    /**
     * Returns the name of a carrier's inbox in dumps.
     *
     * @param carrier
     *            a carrier
     * @return the name
     */
    public abstract String inboxName(Carrier carrier);

    /**
     * Returns whether a stash owns a handle.
     *
     * @param handle
     *            a coroutine
     * @param stash
     *            a stash
     * @return {@code true} if it does
     */
    public abstract boolean isIn(Coroutine handle, Stash stash);

    /**
     * Returns whether a batch owns a handle.
     *
     * @param handle
     *            a coroutine
     * @return {@code true} if it does
     */
    public abstract boolean isInBatch(Coroutine handle);

    /**
     * Returns whether the inbox of a carrier owns a handle.
     *
     * @param handle
     *            a coroutine
     * @param carrier
     *            a carrier
     * @return {@code true} if it does
     */
    public abstract boolean isInInbox(Coroutine handle, Carrier carrier);

    /**
     * Returns a number that changes whenever a carrier takes the next handle.
     *
     * @param carrier
     *            a carrier
     * @return the number of handles taken
     */
    public abstract long turns(Carrier carrier);

    /**
     * Returns the stack of the coroutine that runs on a carrier, innermost frame first, with the frames below it.
     *
     * @param running
     *            the coroutine
     * @param carrier
     *            its carrier
     * @return the frames
     */
    public abstract StackTraceElement[] stackOf(Coroutine running, Carrier carrier);

    /**
     * Returns the innermost frames of a waiting coroutine, with those of the suspension.
     *
     * @param waiting
     *            a coroutine
     * @param max
     *            the largest number of frames
     * @return the frames; empty if the coroutine has not begun; {@code null} if it runs or has ended
     */
    public abstract StackTraceElement @Nullable [] stackOf(Coroutine waiting, int max);

    /**
     * Returns the class of a coroutine's body.
     *
     * @param coroutine
     *            a coroutine
     * @return the simple name
     */
    public abstract String bodyName(Coroutine coroutine);

    /**
     * Returns how long a coroutine has waited.
     *
     * @param waiting
     *            a coroutine
     * @return milliseconds; -1 if that is unknown
     */
    public abstract int ageMs(Coroutine waiting);

    /**
     * Returns the carrier that created, runs or last ran a coroutine.
     *
     * @param coroutine
     *            a coroutine
     * @return the carrier, or {@code null}
     */
    public abstract @Nullable Carrier carrierOf(Coroutine coroutine);

    /**
     * Returns the coroutine of a thread.
     *
     * @param thread
     *            a thread
     * @return the coroutine; {@code null} if the thread is no guest
     */
    public abstract @Nullable Coroutine guestOf(Thread thread);

    /**
     * Returns whether a frame belongs to the kernel's own code around a coroutine.
     *
     * @param frame
     *            a frame
     * @return {@code true} if it does
     */
    public abstract boolean isMachinery(StackTraceElement frame);

    /**
     * Returns whether a frame is the loop that calls the bodies, which lies below every coroutine.
     *
     * @param frame
     *            a frame
     * @return {@code true} if it is
     */
    public abstract boolean isLoop(StackTraceElement frame);

    /** {@return the scope of the continuations that coroutines run on} */
    public abstract ContinuationScope scope();
}
