package io.creel.core;

import io.creel.core.internal.Diagnostics;
import io.creel.core.internal.EndListener;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.LeakTrace;
import io.creel.core.internal.LockQueue;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Epoch;
import io.creel.core.spec.Inline;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unowned;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A one-shot body of code that can suspend, and that the holder of its handle resumes. The object <em>is</em> the
 * handle, and also the node that links it into the stash that holds it.
 *
 * <p>
 * <b>One owner.</b> At any moment a coroutine either runs, or its handle is owned by exactly one variable, one
 * {@link Stash} or one {@link Batch}. A caller that resumes or stashes a handle with another owner gets an
 * {@link IllegalStateException}, and nothing changes.
 *
 * <p>
 * <b>Threads.</b> The static methods that suspend are called inside a coroutine. {@link #cancel}, {@link #cancelWait}
 * and {@link #abandon} may be called by any thread. The other methods belong to the owner of the handle, unless they
 * say otherwise.
 *
 * <p>
 * Source: M. E. Conway, "Design of a Separable Transition-Diagram Compiler", CACM 6(7), 1963.
 */
@Owned
public final class Coroutine extends SwitchState {
    private static final Diagnostics DIAGNOSTICS = Diagnostics.get();
    private static final VarHandle REQUESTED;
    private static final VarHandle CANCELLED_LIFE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CANCELLED_LIFE = lookup.findVarHandle(SwitchState.class, "cancelledLife", int.class);
            REQUESTED = lookup.findVarHandle(Coroutine.class, "requested", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
        KernelAccess.set(new KernelEntry());
    }

    /** Stands for an unknown time. */
    static final int UNKNOWN_MS = Integer.MIN_VALUE;
    /**
     * How far the clock of one carrier may lag behind the clock of another one from which it took a coroutine, in
     * milliseconds.
     */
    private static final int MAX_LATE_MS = 3_600_000;
    /** A guest renews its {@link #cancelledLife} once per 2^28 waits: when these bits of {@link #life} are 0. */
    private static final int RENEWAL_MASK = (1 << 28) - 1;

    // Written by the owner of the handle; by the carrier while the coroutine runs.
    /** The code of the present life; {@code null} for a pooled shell between two lives. */
    @SuppressWarnings("NullAway.Init") // null only in the pool
    private Body<Object> body;
    /** Passed to the body; {@code null} after the end, see {@link #argument()}. */
    private @Nullable Object argument;
    /** Whether the shell returns to a {@link Pool} after its end. */
    final boolean pooled;
    /** The locks that the coroutine holds, linked by {@link LockQueue}; {@code null} if it holds none. */
    @Nullable
    LockQueue heldLocks;

    // Written by any thread.
    /** Whether a cancellation request for this coroutine is in an {@link Inbox}, or on its way there. */
    private volatile boolean requested;
    /** The next request in an inbox. Written by the thread that has set {@link #requested}, then by the carrier. */
    @Nullable
    Coroutine requestNext;

    // For observers such as dumps.
    /**
     * The time of its carrier at the last suspension, in milliseconds modulo 2^32, or {@link #UNKNOWN_MS}. Written by
     * that carrier.
     */
    int suspendedAtMs;
    /** Notes the end for leak detection; {@code null} if the coroutine is not tracked. */
    private @Nullable LeakTrace leak;

    private Coroutine(boolean pooled) {
        this(pooled, null);
    }

    private Coroutine(boolean pooled, @Nullable Guest guest) {
        super(guest);
        this.pooled = pooled;
    }

    /**
     * Makes the coroutine of a stack that a {@link Guest} switches. Its state is {@link CoroutineState#BLOCKED}: no
     * holder can place it until the guest {@linkplain #unblock unblocks} it.
     *
     * @param guest
     *            the stack; it has this one coroutine for life
     * @param argument
     *            the value that {@link #argument()} returns to policies that place the handle; may be {@code null}
     * @return the handle, owned by the guest
     * @throws IllegalStateException
     *             if the JVM lacks a required argument; the message lists the missing ones
     */
    @Acquires
    @CheckReturnValue
    public static Coroutine of(Guest guest, @Nullable Object argument) {
        JvmArguments.require();
        Coroutine created = new Coroutine(false, Objects.requireNonNull(guest, "guest"));
        created.argument = argument;
        created.life++;
        created.beginLife(BLOCKED, null);
        return created;
    }

    /**
     * Makes a coroutine that has not begun, with the mobility that the JVM's arguments allow.
     *
     * @param <A>
     *            the type of the argument
     * @param body
     *            the code that the coroutine runs
     * @param argument
     *            passed to the body; may be {@code null}. An {@link OwnedArgument} belongs to the coroutine afterwards
     * @return the handle, owned by the caller
     * @throws IllegalStateException
     *             if the JVM lacks a required argument; the message lists the missing ones
     */
    @Acquires
    @CheckReturnValue
    public static <A extends @Nullable Object> Coroutine create(Body<A> body, @Transfers A argument) {
        return create(body, argument, JvmArguments.mobility());
    }

    /**
     * Makes a coroutine that has not begun.
     *
     * @param <A>
     *            the type of the argument
     * @param body
     *            the code that the coroutine runs
     * @param argument
     *            passed to the body; may be {@code null}. An {@link OwnedArgument} belongs to the coroutine afterwards
     * @param mobility
     *            which carriers may resume it
     * @return the handle, owned by the caller
     * @throws IllegalStateException
     *             if the JVM lacks a required argument, or {@link Mobility#ROAMING} is asked for and the JVM lacks the
     *             arguments that make it safe; the message lists the missing ones
     */
    @Acquires
    @CheckReturnValue
    public static <A extends @Nullable Object> Coroutine create(Body<A> body, @Transfers A argument,
            Mobility mobility) {
        JvmArguments.require();
        if (mobility == Mobility.ROAMING) {
            JvmArguments.requireRoaming();
        }
        entrust(body, argument);
        Coroutine created = new Coroutine(false);
        created.prepare(body, argument, Objects.requireNonNull(mobility, "mobility"), HELD, null);
        return created;
    }

    /**
     * Checks a start before the kernel takes or makes anything for it. Afterwards the argument belongs to the
     * coroutine.
     */
    static void entrust(Body<?> body, @Nullable Object argument) {
        Objects.requireNonNull(body, "body");
        if (argument instanceof OwnedArgument owned) {
            owned.entrust();
        }
    }

    /** Makes the empty shell of a pooled coroutine, in state ENDED. */
    static Coroutine createPooled() {
        Coroutine shell = new Coroutine(true);
        shell.becomeEnded();
        return shell;
    }

    /**
     * Begins a life of the shell. The caller holds the handle, or puts it into the batch or stash that {@code state}
     * and {@code stash} name.
     */
    @SuppressWarnings("unchecked")
    <A extends @Nullable Object> void prepare(Body<A> does, A with, Mobility moves, int state, @Nullable Stash stash) {
        body = (Body<Object>) does;
        argument = with;
        homed = moves == Mobility.HOMED;
        life++;
        shielded = false;
        interrupted = false;
        if (thrown != null) { // storing a reference, even null, costs a write barrier
            thrown = null;
        }
        Carrier maker = carrier;
        suspendedAtMs = maker == null ? UNKNOWN_MS : maker.nowMs();
        LeakTrace tracked = DIAGNOSTICS.track(this);
        if (tracked != null) {
            leak = tracked;
        }
        beginLife(state, stash);
    }

    /**
     * Suspends the calling coroutine and passes its handle to a callback.
     *
     * @param where
     *            called after the coroutine has left its stack; puts the handle where it belongs
     * @return {@code true} once a holder has resumed the coroutine; {@code false} at once if the callback
     *         refuses the handle
     * @throws IllegalStateException
     *             if the caller is no coroutine, a foreign continuation lies between the caller and its coroutine, or a
     *             frame pins the stack
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled before or during the wait
     */
    @Suspends
    public static boolean await(@Inline SuspensionCallback where) {
        return !current("await").suspend(where);
    }

    /**
     * Suspends the calling coroutine into a stash.
     *
     * @param stash
     *            owns the handle afterwards
     * @return {@code true} once a holder has resumed the coroutine; {@code false} at once if the stash is full
     *         or closed
     * @throws IllegalStateException
     *             if the caller is no coroutine, a foreign continuation lies between the caller and its coroutine, or a
     *             frame pins the stack
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled before or during the wait
     */
    @Suspends
    public static boolean await(Stash stash) {
        return !current("await").suspend(stash);
    }

    /**
     * Suspends the calling coroutine into a stash under a key, see {@link Stash#push(Coroutine, long)}. The key travels
     * in the handle, so nothing is allocated.
     *
     * @param stash
     *            owns the handle afterwards
     * @param key
     *            a number in the bounds of the stash, such as a deadline, a level or a connection
     * @return {@code true} once a holder has resumed the coroutine; {@code false} at once if the stash is full
     *         or closed
     * @throws IllegalStateException
     *             if the caller is no coroutine, a foreign continuation lies between the caller and its coroutine, a
     *             frame pins the stack, or another thread uses the stash
     * @throws IllegalArgumentException
     *             if the key is outside the bounds of the stash
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled before or during the wait
     */
    @Suspends
    public static boolean awaitByKey(Stash stash, long key) {
        return !current("await").keyed(stash, key).suspend(stash.pushByKey);
    }

    /**
     * Suspends the calling coroutine into a stash under a key, for at most a given time. Combines
     * {@link #awaitByKey(Stash, long)} and {@link #await(Stash, long)}.
     *
     * @param stash
     *            owns the handle afterwards; must be able to remove a handle from its middle
     * @param key
     *            a number in the bounds of the stash
     * @param timeoutNs
     *            nanoseconds, as for {@link #await(Stash, long)}
     * @return how the wait ended; {@link WaitResult#REFUSED} if the stash is full or closed
     * @throws IllegalArgumentException
     *             if the key is outside the bounds of the stash, or the stash cannot remove a handle from its middle,
     *             as a ring between threads cannot
     * @throws IllegalStateException
     *             if the caller is no coroutine, a foreign continuation lies between the caller and its coroutine, a
     *             frame pins the stack, no thread calls {@link Carrier#tick}, the carrier already keeps 1,048,576
     *             deadlines, or another thread uses the stash
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled before or during the wait
     */
    @Suspends
    public static WaitResult awaitByKey(Stash stash, long key, long timeoutNs) {
        Coroutine self = current("await");
        stash.requireTimeOuts();
        return self.keyed(stash, key).suspend(stash.pushByKey, timeoutNs);
    }

    /**
     * Writes the key for the push of this running coroutine. The key field belongs to the coroutine until a stash owns
     * the handle.
     */
    private Coroutine keyed(Stash stash, long awaited) {
        stash.check("await", false);
        key = awaited;
        return this;
    }

    /**
     * Suspends the calling coroutine and lets a callback choose the coroutine that runs next (symmetric transfer).
     *
     * @param callback
     *            called after the coroutine has left its stack
     * @return {@code true} once a holder has resumed the coroutine; {@code false} if the callback returned the
     *         same handle
     * @throws IllegalStateException
     *             if the caller is no coroutine, a foreign continuation lies between the caller and its coroutine, or a
     *             frame pins the stack
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled before or during the wait
     */
    @Suspends
    public static boolean transfer(@Inline TransferCallback callback) {
        return !current("transfer").suspend(callback);
    }

    /**
     * Suspends the calling coroutine for a given time. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, counted from now by {@link Carrier#setClock the carrier's clock}, or from the last
     *            {@link Carrier#tick} if it has none; 0 or a negative number returns at once
     * @throws IllegalStateException
     *             if the caller is no coroutine, a foreign continuation lies between the caller and its coroutine, a
     *             frame pins the stack, no thread calls {@link Carrier#tick}, or the carrier already keeps 1,048,576
     *             deadlines
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled before or during the wait
     */
    @Suspends
    public static void sleep(long timeoutNs) {
        Coroutine self = current("sleep");
        self.suspend(self.carrier.sleepers(), timeoutNs);
    }

    /**
     * Suspends the calling coroutine into a stash for at most a given time. Allocates nothing.
     *
     * <p>
     * When the time is up, the runtime removes the handle from this stash, or from the stash to which a holder has
     * moved it. That stash must be able to remove a handle from its middle. While the handle is in a variable, a batch
     * or a ring, the time-out waits until the holder stashes or resumes it.
     *
     * <pre>{@code
     * // one coroutine per flow, which ends when the flow is idle for 30 seconds
     * while (Coroutine.await(packets, 30_000_000_000L) == WaitResult.RESUMED) {
     *     handle(flow.next());
     * }
     * }</pre>
     *
     * @param stash
     *            owns the handle afterwards; must be able to remove a handle from its middle
     * @param timeoutNs
     *            nanoseconds, counted from now by {@link Carrier#setClock the carrier's clock}, or from the last
     *            {@link Carrier#tick} if it has none; 0 or a negative number times out at once
     * @return how the wait ended
     * @throws IllegalArgumentException
     *             if the stash cannot remove a handle from its middle, as a ring between threads cannot
     * @throws IllegalStateException
     *             if the caller is no coroutine, a foreign continuation lies between the caller and its coroutine, a
     *             frame pins the stack, no thread calls {@link Carrier#tick}, or the carrier already keeps 1,048,576
     *             deadlines
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled before or during the wait
     */
    @Suspends
    public static WaitResult await(Stash stash, long timeoutNs) {
        Coroutine self = current("await");
        stash.requireTimeOuts();
        return self.suspend(stash, timeoutNs);
    }

    /**
     * Suspends the calling coroutine for at most a given time and passes its handle to a callback. Allocates nothing.
     * See {@link #await(Stash, long)}.
     *
     * @param where
     *            called after the coroutine has left its stack; puts the handle into a stash that can remove a handle
     *            from its middle
     * @param timeoutNs
     *            nanoseconds, as for {@link #await(Stash, long)}
     * @return how the wait ended; {@link WaitResult#REFUSED} if the callback refuses the handle
     * @throws IllegalStateException
     *             if the caller is no coroutine, a foreign continuation lies between the caller and its coroutine, a
     *             frame pins the stack, no thread calls {@link Carrier#tick}, or the carrier already keeps 1,048,576
     *             deadlines
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled before or during the wait
     */
    @Suspends
    public static WaitResult await(@Inline SuspensionCallback where, long timeoutNs) {
        return current("await").suspend(where, timeoutNs);
    }

    /**
     * Suspends the calling coroutine for at most a given time and lets a callback choose the coroutine that runs next.
     * Allocates nothing. See {@link #await(Stash, long)}.
     *
     * @param callback
     *            called after the coroutine has left its stack
     * @param timeoutNs
     *            nanoseconds, as for {@link #await(Stash, long)}
     * @return how the wait ended; {@link WaitResult#REFUSED} if the callback returned the same handle
     * @throws IllegalStateException
     *             if the caller is no coroutine, a foreign continuation lies between the caller and its coroutine, a
     *             frame pins the stack, no thread calls {@link Carrier#tick}, or the carrier already keeps 1,048,576
     *             deadlines
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled before or during the wait
     */
    @Suspends
    public static WaitResult transfer(@Inline TransferCallback callback, long timeoutNs) {
        return current("transfer").suspend(callback, timeoutNs);
    }

    /**
     * Returns the time of the clock from which time-outs count. A body that repeats a wait until a certain time needs
     * it.
     *
     * @return nanoseconds by {@link Carrier#setClock the carrier's clock}, or at the last {@link Carrier#tick}
     *         if it has none
     * @throws IllegalStateException
     *             if the caller is no coroutine, or no thread calls {@link Carrier#tick}
     */
    public static long nowNs() {
        return current("time").carrier.deadlines().nowNs();
    }

    /**
     * Suspends the calling coroutine if other work waits, and its slice is used up or {@link Carrier#preempt} has asked
     * it to make room. See {@link Slicing}.
     *
     * @throws IllegalStateException
     *             if the caller is no coroutine
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled
     */
    @Suspends
    public static void checkpoint() {
        Coroutine self = current("checkpoint");
        Carrier here = self.carrier;
        Slicing slicing = here.slicing();
        if (slicing != null && (here.isPreempted() ? slicing.waits(self) : slicing.expired(self))) {
            self.suspend(slicing);
        } else if (self.isCancelled() || self.guest != null && self.guest.thread().isInterrupted()) {
            throw CoroutineCancelledException.INSTANCE;
        }
    }

    /**
     * {@return the coroutine that runs the caller, which may be that of a {@link Guest}; {@code null} outside any
     * coroutine}
     */
    @Borrowed
    public static @Nullable Coroutine current() {
        return Stack.occupantOfCurrent();
    }

    static Coroutine current(String what) {
        Coroutine current = current();
        if (current == null) {
            throw new IllegalStateException(what + " refused: coroutine=none, reason="
                    + (Stack.isBelowForeign()
                            ? "a foreign continuation lies between the caller and its coroutine"
                            : "the caller does not run in a coroutine"));
        }
        return current;
    }

    /**
     * Suspends this coroutine, which runs the caller. Returns {@code true} if the callback returned the same handle.
     */
    @SuppressWarnings("NullAway") // a coroutine that runs has a stack
    boolean suspend(TransferCallback where) {
        StackRoom.require();
        Objects.requireNonNull(where, "callback");
        if (isCancelled()) {
            throw CoroutineCancelledException.INSTANCE;
        }
        if (driving != 0) {
            throw new IllegalStateException(
                    "await refused, the coroutine drives a carrier that is resuming: coroutine=" + this);
        }
        if (Diagnostics.MONITORS && guest == null) { // the monitors of a guest belong to its own thread
            carrier.verifyNoLocks(this);
        }
        if (callback != where) { // usually the same one; storing a reference costs a write barrier
            callback = where;
        }
        driving = LEAVING;
        try {
            if (guest == null) {
                Stack.current().leave();
            } else {
                leaveGuest();
            }
        } finally {
            driving = 0;
        }
        if (thrown != null) {
            Throwable failure = thrown;
            thrown = null;
            throw Coroutine.<RuntimeException>sneak(failure);
        }
        if (isCancelled()) {
            throw CoroutineCancelledException.INSTANCE;
        }
        return handedBack;
    }

    /**
     * Suspends this coroutine at a poll. The wait is shielded: a cancellation must not come out of code that awaits
     * nothing.
     *
     * @return {@code false} if a frame pins the stack
     */
    boolean leaveAtPoll(TransferCallback where, Stack here) throws Throwable {
        StackRoom.require();
        boolean wasShielded = shielded;
        if (callback != where) {
            callback = where;
        }
        shielded = true;
        driving = POLLING;
        boolean left;
        try {
            left = here.leave();
        } finally {
            driving = 0;
            shielded = wasShielded;
        }
        if (thrown != null) { // by the policy
            Throwable failure = thrown;
            thrown = null;
            throw failure;
        }
        return left;
    }

    /** Does what {@link #suspend(TransferCallback)} does, for at most {@code timeoutNs} nanoseconds. */
    WaitResult suspend(TransferCallback where, long timeoutNs) {
        StackRoom.requireTwice();
        if (timeoutNs <= 0) {
            if (isCancelled()) {
                throw CoroutineCancelledException.INSTANCE;
            }
            return WaitResult.TIMED_OUT;
        }
        Deadline deadline = carrier.deadlines().set(this, this, timeoutNs);
        boolean isBack = false;
        boolean timedOut = false;
        try {
            isBack = suspend(where);
        } finally {
            timedOut = deadline.end();
        }
        return timedOut ? WaitResult.TIMED_OUT : isBack ? WaitResult.REFUSED : WaitResult.RESUMED;
    }

    /** Suspends a guest. A cancellation of a guest ends one wait only, so each wait has a life number of its own. */
    private void leaveGuest() {
        if (!shielded && guest.thread().isInterrupted()) {
            throw CoroutineCancelledException.INSTANCE;
        }
        // No switch statement: its table is a class of its own. A stack overflow during its initialisation would make
        // it unusable for ever.
        Guest.Return how = guest.leave();
        if (how == Guest.Return.PINNED) {
            throw Stack.pinned(this, "NATIVE");
        }
        if (how == Guest.Return.ABANDONED) {
            throw CoroutineCancelledException.INSTANCE;
        }
        boolean cancelled = isCancelled();
        beginNextWait();
        if (cancelled && thrown == null) {
            throw CoroutineCancelledException.INSTANCE;
        }
    }

    /**
     * Counts a wait of a guest. The number wraps after 2^32 waits. A request compares the distance of two numbers,
     * which tells the older one while they are less than 2^31 apart. Therefore the last requested number is kept less
     * than 2^31 behind the present one.
     */
    private void beginNextWait() {
        life++;
        if ((life & RENEWAL_MASK) == 0) {
            requestCancel(life - 1);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    /**
     * Asks the coroutine to end. Any thread may call it. A repeated call changes nothing.
     *
     * <ul>
     * <li>If the coroutine waits in a stash, the carrier that takes from the stash removes it at its next
     * {@link Carrier#poll()}, and it resumes with a {@link CoroutineCancelledException}. A stash that cannot remove
     * from its middle keeps it until its turn comes.</li>
     * <li>If a variable holds the handle, the coroutine ends when the holder resumes it.</li>
     * <li>If the coroutine runs, the request takes effect at its next suspension or checkpoint.</li>
     * <li>If the coroutine has not begun, its body never runs.</li>
     * </ul>
     *
     * @return {@code false} if the coroutine had already ended
     */
    @Unowned
    public boolean cancel() {
        StackRoom.require();
        int asked = life;
        if (stateBits() == ENDED) {
            return false;
        }
        if (guest != null) {
            guest.thread().interrupt();
            return true;
        }
        requestCancel(asked);
        signalCancel();
        return true;
    }

    /**
     * Ends the wait that an epoch names, as a cancellation does, and no other wait. A {@link Guest} calls it when its
     * thread is interrupted. Any thread may call it.
     *
     * @param epoch
     *            the {@linkplain #epoch() epoch} of the wait; a stale one has no effect
     */
    @Unowned
    public void cancelWait(@Epoch long epoch) {
        StackRoom.require();
        int asked = life; // read first, so that it is not the life of a later wait
        if (epoch() == epoch) {
            requestCancel(asked);
            signalCancel();
        }
    }

    private void requestCancel(int asked) {
        int seen = cancelledLife;
        while (asked - seen > 0 && !CANCELLED_LIFE.compareAndSet(this, seen, asked)) {
            seen = cancelledLife;
        }
    }

    /** Tells the carrier that can remove this coroutine from its stash that it is cancelled. */
    void signalCancel() {
        Carrier asked = responsible();
        if (asked == null || asked.mailbox.ask(this)) {
            return;
        }
        if (responsible() == asked) {
            asked.mailbox.reportClosed(this);
        } else {
            signalCancel(); // the coroutine has moved, and a request that came meanwhile relied on this one
        }
    }

    /** Returns the carrier that can remove the coroutine from its stash. */
    @SuppressWarnings("NullAway") // any carrier may remove it if it is in no stash
    private @Nullable Carrier responsible() {
        Stash stash = stash();
        boolean anyCarrier = stash == null || stash.isShared() || stash.consumer() == null;
        return anyCarrier ? carrier : stash.consumer();
    }

    /**
     * Cancels a coroutine whose handle the caller owns, and gives the handle up. The coroutine ends on the carrier that
     * ran it last, at that carrier's next {@link Carrier#poll()}; if no carrier has run it, it ends at once on the
     * calling thread. A {@link Guest} is asked to end, and continues. Any thread may call it.
     *
     * @throws IllegalStateException
     *             if the caller does not own the handle
     */
    @Transfers
    public void abandon() {
        StackRoom.require();
        Carrier known = carrier;
        if (stateBits() == BLOCKED) {
            throw refused("cancel", known == null ? null : known.inbox());
        }
        askToEnd();
        if (known != null) {
            claimFor(known.inbox(), "cancel");
            known.mailbox.giveOrReport(this);
        } else if (guest != null) {
            if (!tryBlock()) {
                throw refused("cancel", null);
            }
            guest.abandoned(this);
        } else {
            claim("cancel", null);
            endHere();
        }
    }

    /**
     * Does what {@link #abandon} does, for a holder that has unlinked the handle. Rule 2; the handle is in no variable
     * in between.
     */
    void abandonFrom(Stash holder) {
        Carrier known = carrier;
        if (known != null) {
            move(holder, known.inbox());
            endOn(known);
        } else if (guest != null) {
            leaveToBlock(holder);
            askToEnd();
            guest.abandoned(this);
        } else {
            claimFrom(holder);
            endHere();
        }
    }

    /** Does what {@link #abandon} does, for a batch that has dropped the handle. */
    void abandonFromBatch() {
        Carrier known = carrier;
        if (known != null) {
            moveFromBatch(known.inbox());
            endOn(known);
        } else {
            leaveBatch();
            abandon();
        }
    }

    /** Sends the handle to its carrier to end there. The inbox of that carrier already owns the handle. */
    private void endOn(Carrier known) {
        askToEnd();
        known.mailbox.giveOrReport(this);
    }

    private void askToEnd() {
        requestCancel(life);
        if (guest != null) {
            guest.thread().interrupt();
        }
    }

    /**
     * Ends a coroutine that has not begun and was sent to a closed carrier, rule 2. Called only by the thread that sent
     * it.
     */
    boolean endUnbegun(Inbox closed) {
        if (!isUnstarted()) {
            return false;
        }
        requestCancel(life);
        claimFrom(closed);
        endHere();
        return true;
    }

    /** Ends a claimed coroutine that cannot begin on any carrier. Its body never runs. */
    private void endHere() {
        end(unfinished(argument instanceof OwnedArgument owned ? owned.begin() : 0,
                CoroutineCancelledException.INSTANCE));
        argument = null;
        if (body instanceof EndListener listener) {
            listener.ended(thrown);
        }
    }

    /**
     * Lets the handle of a guest be placed, pushed or resumed; before, every such use is refused. The guest calls it
     * once its thread has become runnable.
     *
     * @param by
     *            the guest of this coroutine
     * @throws IllegalStateException
     *             if the state is not {@link CoroutineState#BLOCKED}, or {@code by} is another guest
     */
    public void unblock(Guest by) {
        requireGuest("unblock", by);
        leaveBlocked(by);
    }

    /**
     * Takes back the handle of a guest that found no place. The guest calls it.
     *
     * @param by
     *            the guest of this coroutine
     * @return {@code false} if the handle already has another owner, which will resume it
     * @throws IllegalStateException
     *             if {@code by} is another guest
     */
    public boolean block(Guest by) {
        requireGuest("block", by);
        return tryBlock();
    }

    private void requireGuest(String what, Guest by) {
        if (guest == null || guest != by) {
            throw new IllegalStateException(
                    what + " refused, the caller is not its guest: coroutine=" + this + ", by=" + by);
        }
    }

    /** Makes the present suspension, which the caller is about to end, the last one. */
    void requestCancel() {
        requestCancel(life);
    }

    /** {@return whether a caller has asked this coroutine to end} Any thread may call it. */
    @Unowned
    public boolean isCancelRequested() {
        return cancelledLife == life;
    }

    /** Returns whether the present suspension is to end by an exception. */
    boolean isCancelled() {
        return cancelledLife == life && !shielded;
    }

    /** {@return the thread of its {@link Guest}; {@code null} if it has none} */
    public @Nullable Thread thread() {
        return guest == null ? null : guest.thread();
    }

    /**
     * {@return the argument it was created with; {@code null} after its end, or after the failure handler has returned}
     */
    @Borrowed(from = "this")
    public @Nullable Object argument() {
        return argument;
    }

    /** {@return the key of the last push, or the key that {@link #setKey} has written since} */
    public long key() {
        return key;
    }

    /**
     * Writes the key of a handle that the caller owns. The key stays in the handle until a push or a keyed stash writes
     * another one. A list or a ring leaves it unchanged.
     *
     * @param key
     *            any number; a keyed stash may have bounds
     * @throws IllegalStateException
     *             if the handle has another owner
     */
    public void setKey(long key) {
        if (stateBits() != HELD) {
            throw refused("set key", null);
        }
        this.key = key;
    }

    /** {@return which carriers may resume it} */
    public Mobility mobility() {
        return homed ? Mobility.HOMED : Mobility.ROAMING;
    }

    @Unowned
    @Override
    public CoroutineState state() {
        return switch (stateBits()) {
            case HELD -> stack == null && guest == null ? CoroutineState.UNSTARTED : CoroutineState.SUSPENDED;
            case STASHED, BATCHED -> CoroutineState.STASHED;
            case BLOCKED -> CoroutineState.BLOCKED;
            case RUNNING -> CoroutineState.RUNNING;
            default -> thrown == null
                    ? CoroutineState.COMPLETED
                    : thrown == CoroutineCancelledException.INSTANCE ? CoroutineState.CANCELLED : CoroutineState.FAILED;
        };
    }

    /** {@return the class of the body and a number that tells coroutines apart} */
    @Unowned
    @Override
    public String toString() {
        return bodyName() + "@" + Integer.toHexString(System.identityHashCode(this));
    }

    /** Returns the class of the body; for a lambda, the class that contains it. */
    String bodyName() {
        if (guest != null) {
            return guest.toString();
        }
        Body<Object> seen = body; // read once: observers race with the end
        String type = seen == null ? "pooled" : seen.getClass().getSimpleName();
        int lambda = type.indexOf("$$Lambda");
        return lambda < 0 ? type : type.substring(0, lambda);
    }

    /**
     * Returns how long the coroutine has waited, in milliseconds: -1 if that is unknown, {@link Integer#MAX_VALUE} for
     * 24 days or longer. Times are kept modulo 2^32 ms, so the age starts again at 0 after 49 days. Any thread; an
     * estimate.
     */
    int ageMs() {
        Carrier last = carrier;
        return ageMs(suspendedAtMs, last == null ? UNKNOWN_MS : last.nowMs());
    }

    static int ageMs(int sinceMs, int nowMs) {
        if (sinceMs == UNKNOWN_MS || nowMs == UNKNOWN_MS) {
            return -1;
        }
        int ageMs = nowMs - sinceMs;
        return ageMs >= 0 ? ageMs : ageMs > -MAX_LATE_MS ? 0 : Integer.MAX_VALUE;
    }

    /** Empties a claimed shell that has not begun and found no place. */
    void discard() {
        OwnedArgument.takeBack(argument);
        end(null);
        forget();
    }

    // The life of the body. The carrier calls these methods.

    /** Runs the body to its end, on the coroutine's stack. Never throws. */
    @SuppressWarnings("NullAway") // the argument is the one that came with the body
    void runBody() {
        Throwable failure = null;
        long lease = argument instanceof OwnedArgument owned ? owned.begin() : 0;
        try {
            if (isCancelRequested()) {
                throw CoroutineCancelledException.INSTANCE;
            }
            body.run(argument);
            if (argument instanceof OwnedArgument owned) {
                owned.returned(lease);
            }
        } catch (Throwable t) {
            failure = unfinished(lease, t);
        }
        if (heldLocks != null) {
            failure = LockQueue.abandonAll(this, failure);
        }
        end(failure);
    }

    /**
     * Gives back the resources that the body has left. Returns the throwable that ends the coroutine. That is the one
     * that ended the body, or, after a cancellation, the one that giving back has thrown, which would otherwise be
     * lost.
     */
    @SuppressWarnings("NullAway") // the argument is the one that came with the body
    private Throwable unfinished(long lease, Throwable failure) {
        try {
            if (argument instanceof OwnedArgument owned) {
                owned.giveBack(lease);
            }
            body.unfinished(argument);
        } catch (Throwable second) {
            if (failure == CoroutineCancelledException.INSTANCE) {
                return second;
            }
            if (second != failure) {
                failure.addSuppressed(second);
            }
        }
        return failure;
    }

    /** RUNNING to ENDED, rule 3. */
    private void end(@Nullable Throwable failure) {
        if (failure != null) {
            thrown = failure;
        }
        if (failure == null || !isReported()) {
            argument = null; // otherwise the failure handler may read it
        }
        if (callback != null) {
            callback = null;
        }
        if (stack != null) {
            stack = null;
            if (bindings != ScopedBindings.NONE) {
                bindings = ScopedBindings.NONE;
            }
        }
        if (leak != null) {
            leak.ended();
            leak = null;
        }
        becomeEnded();
    }

    /** Returns whether an end listener or the failure handler is to be told of the end. */
    boolean needsSettling() {
        return body instanceof EndListener || isReported();
    }

    private boolean isReported() {
        return thrown != null && thrown != CoroutineCancelledException.INSTANCE && !(body instanceof EndListener);
    }

    /** Tells the end listener or the failure handler how the coroutine ended. Called on the carrier's stack. */
    @SuppressWarnings("NullAway") // called only if the body has thrown
    void settle(RunLoop by) {
        if (body instanceof EndListener listener) {
            listener.ended(thrown);
        } else {
            by.report(this, thrown);
            argument = null;
        }
    }

    /** Returns the throwable of the body; {@code null} if the body ended normally or has not ended. */
    @Nullable
    Throwable thrown() {
        return thrown;
    }

    /** RUNNING to BLOCKED, rule 3: the guest waits for something outside Creel. */
    void handToGuest(RunLoop by) {
        suspendedAtMs = by.nowMs;
        becomeBlocked();
        guest.blocked(this);
    }

    /** RUNNING to ENDED, rule 3: the guest has ended. Returns the failure to report, or {@code null}. */
    @Nullable
    Throwable endGuest() {
        Throwable failure = heldLocks == null ? null : LockQueue.abandonAll(this, null);
        end(failure);
        return failure;
    }

    /**
     * Returns a guest's handle from the inbox of a closed carrier, which owns it, to the guest; rule 2. Returns
     * {@code false} if it was not there.
     */
    boolean returnToGuest(Inbox closed) {
        if (guest == null || !isHeldBy(closed)) {
            return false;
        }
        leaveToBlock(closed);
        guest.abandoned(this);
        return true;
    }

    void signalCancelOrReport(RunLoop by) {
        try {
            signalCancel();
        } catch (Throwable t) {
            by.reportHere(this, t);
        }
    }

    // Signals from other threads, see Inbox.

    /**
     * Moves the handle from a stash to the inbox of its carrier, STASHED to STASHED, rule 2. If the stash has a guard,
     * the caller holds it: a carrier that closes then finds the handle in exactly one of the two places.
     *
     * @return the carrier, for {@link #wake}; {@code null} if it is closed
     */
    @Nullable
    Carrier send(Stash from) {
        Carrier home = carrier;
        move(from, home.inbox());
        return home.inbox().give(this) ? home : null;
    }

    /** Completes {@link #send}, outside any guard. Does nothing for {@code null}. */
    @SuppressWarnings("NullAway") // a carrier is given only with a coroutine
    static void wake(@Nullable Coroutine sent, @Nullable Carrier home) {
        if (home != null) {
            home.mailbox.wakeThread(sent);
        } else if (sent != null) {
            sent.wakeElsewhere(sent.carrier);
        }
    }

    /**
     * Moves the handle to the waker's carrier, because the carrier that ran it last is closed. A homed coroutine is
     * reported instead.
     */
    private void wakeElsewhere(Carrier closed) {
        Coroutine waker = current();
        if (waker == null || isHomed()) {
            closed.mailbox.reportClosed(this);
            return;
        }
        Carrier next = waker.carrier;
        move(closed.inbox(), next.inbox());
        carrier = next;
        next.mailbox.giveOrReport(this);
    }

    /**
     * Returns {@code true} if the coroutine leaves its stack for a callback, {@code false} if a virtual thread below it
     * blocks.
     */
    boolean isSuspending() {
        return driving == LEAVING;
    }

    /** Clears the references of an ended coroutine, so that the pool keeps no carrier and no stash alive. */
    @SuppressWarnings("NullAway") // back in the pool; the next life sets it
    void forgetHolders() {
        carrier = null;
        forgetOwner();
    }

    /** Forgets the body, so that the shell can be used again. */
    @SuppressWarnings("NullAway") // back in the pool; the next life sets it
    void forget() {
        body = null;
    }

    /**
     * Marks a cancellation request. Returns {@code true} if the caller is the one thread that puts it into an inbox.
     */
    boolean markRequest() {
        return REQUESTED.compareAndSet(this, false, true);
    }

    void unmarkRequest() {
        requested = false;
    }

    boolean isUnstarted() {
        return stack == null && guest == null;
    }

    /** Removes the protection of homed coroutines. For a canary that shows the effect of a stale thread. */
    void forceRoaming() {
        homed = false;
    }

    /** Returns whether only {@link #carrier} may resume it. */
    boolean isHomed() {
        return homed && stack != null;
    }
}
