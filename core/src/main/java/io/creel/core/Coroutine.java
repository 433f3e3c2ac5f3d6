package io.creel.core;

import io.creel.core.internal.Diagnostics;
import io.creel.core.internal.EndListener;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.LeakTrace;
import io.creel.core.internal.LockQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * A coroutine: one-shot logic that suspends and is resumed by whoever holds its handle. The object <em>is</em> the handle,
 * and the node of the stash that holds it.
 *
 * <p>
 * <b>One owner.</b> At any moment a coroutine is running, or its handle is owned by one variable or by one {@link Stash} or
 * {@link Batch}. Resuming or stashing a handle that somebody else owns throws {@link IllegalStateException} and changes
 * nothing.
 *
 * <p>
 * Source: M. E. Conway, "Design of a Separable Transition-Diagram Compiler", CACM 6(7), 1963.
 */
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

    /** Stands for a time that nobody knows. */
    static final int UNKNOWN_MS = Integer.MIN_VALUE;
    /** How far the time of one carrier is at most behind that of another which it took a coroutine from. */
    private static final int MAX_LATE_MS = 3_600_000;
    /** A guest's {@link #cancelledLife} is brought up to date once in so many waits, less one. */
    private static final int RENEWAL_MASK = (1 << 28) - 1;

    // Written by the owner of the handle, or by the carrier while it runs.
    private Body<Object> body;
    private Object argument;
    final boolean pooled;
    /** The locks it holds, linked by {@link LockQueue}. */
    LockQueue heldLocks;

    // Written by any thread.
    /** Whether a request to cancel it lies in an {@link Inbox}, or is on its way there. */
    private volatile boolean requested;
    Coroutine requestNext;

    // For those who look from outside.
    /** The time of its carrier when it suspended last. */
    int suspendedAtMs;
    private LeakTrace leak;

    private Coroutine(boolean pooled) {
        this(pooled, null);
    }

    private Coroutine(boolean pooled, Guest guest) {
        super(guest);
        this.pooled = pooled;
    }

    /**
     * Makes the coroutine of a stack that its {@link Guest} switches. Its state is {@link CoroutineState#BLOCKED}: it can be placed
     * once the guest {@linkplain #unblock unblocks} it.
     *
     * @param guest
     *            the stack; it has one coroutine, for life
     * @param argument
     *            what {@link #argument()} tells those who place the handle
     */
    @CheckReturnValue
    public static Coroutine of(Guest guest, Object argument) {
        JvmArguments.require();
        Coroutine created = new Coroutine(false, Objects.requireNonNull(guest, "guest"));
        created.argument = argument;
        created.life++;
        created.beginLife(BLOCKED, null);
        return created;
    }

    /**
     * Makes a coroutine that has not begun, with the mobility the JVM's arguments allow. The caller owns the handle.
     *
     * @param body
     *            what it does
     * @param argument
     *            what the body is called with
     */
    @CheckReturnValue
    public static <A> Coroutine create(Body<A> body, A argument) {
        return create(body, argument, JvmArguments.mobility());
    }

    /**
     * Makes a coroutine that has not begun. The caller owns the handle.
     *
     * @param body
     *            what it does
     * @param argument
     *            what the body is called with
     * @param mobility
     *            who may resume it
     * @throws IllegalStateException
     *             where roaming is asked for and the JVM lacks the protecting arguments; the message holds them
     */
    @CheckReturnValue
    public static <A> Coroutine create(Body<A> body, A argument, Mobility mobility) {
        JvmArguments.require();
        if (mobility == Mobility.ROAMING) {
            JvmArguments.requireRoaming();
        }
        entrust(body, argument);
        Coroutine created = new Coroutine(false);
        created.prepare(body, argument, Objects.requireNonNull(mobility, "mobility"), HELD, null);
        return created;
    }

    /** The checks of a start, before anything is taken or made for it; the argument is the coroutine's after that. */
    static void entrust(Body<?> body, Object argument) {
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

    /** Begins a life, held by the caller, or by a batch or a stash that the caller puts it in. */
    @SuppressWarnings("unchecked")
    <A> void prepare(Body<A> does, A with, Mobility moves, int state, Stash stash) {
        body = (Body<Object>) does;
        argument = with;
        homed = moves == Mobility.HOMED;
        life++;
        shielded = false;
        interrupted = false;
        if (thrown != null) { // to store a reference, even null, costs a barrier
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
     * Suspends the calling coroutine and gives its handle to a callback.
     *
     * @param where
     *            called after the coroutine has left the stack; puts the handle where it belongs
     * @return {@code true} once resumed; {@code false} at once if the callback refuses the handle
     * @throws IllegalStateException
     *             where no coroutine is running here, a foreign continuation is in between, or a frame pins the stack
     * @throws CoroutineCancelledException
     *             where the coroutine is cancelled, before or during the wait
     */
    public static boolean await(SuspensionCallback where) {
        return !current("await").suspend(where);
    }

    /**
     * Suspends the calling coroutine into a stash.
     *
     * @return {@code true} once resumed; {@code false} at once where the stash is full or closed
     * @throws IllegalStateException
     *             where no coroutine is running here, a foreign continuation is in between, or a frame pins the stack
     * @throws CoroutineCancelledException
     *             where the coroutine is cancelled, before or during the wait
     */
    public static boolean await(Stash stash) {
        return !current("await").suspend(stash);
    }

    /**
     * Suspends the calling coroutine into a stash under a key, see {@link Stash#push(Coroutine, long)}. The key travels in the
     * handle, so nothing is allocated.
     *
     * @return {@code true} once resumed; {@code false} at once if the stash is full or closed
     * @throws IllegalStateException
     *             if no coroutine is running here, a foreign continuation is in between, a frame pins the stack, or another thread
     *             uses the stash
     * @throws IllegalArgumentException
     *             if the key is out of the stash's bounds
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled, before or during the wait
     */
    public static boolean awaitByKey(Stash stash, long key) {
        return !current("await").keyed(stash, key).suspend(stash.pushByKey);
    }

    /**
     * {@link #awaitByKey(Stash, long)} for a while at most; see {@link #await(Stash, long)}.
     *
     * @return {@link WaitResult#REFUSED} if the stash is full or closed
     * @throws IllegalArgumentException
     *             if the key is out of the stash's bounds, or the stash cannot take a handle out of its middle, as a ring between
     *             threads
     * @throws IllegalStateException
     *             if no coroutine is running here, a foreign continuation is in between, a frame pins the stack, the carrier is
     *             never told the time or keeps 1,048,576 deadlines already, or another thread uses the stash
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled, before or during the wait
     */
    public static WaitResult awaitByKey(Stash stash, long key, long timeoutNs) {
        Coroutine self = current("await");
        stash.requireTimeOuts();
        return self.keyed(stash, key).suspend(stash.pushByKey, timeoutNs);
    }

    /** Writes the key with which this running coroutine is to be pushed: until it is stashed, the key is its own. */
    private Coroutine keyed(Stash stash, long awaited) {
        stash.check("await", false);
        key = awaited;
        return this;
    }

    /**
     * Suspends the calling coroutine and lets a callback say what runs next (symmetric transfer).
     *
     * @param callback
     *            called after the coroutine has left the stack
     * @return {@code true} once resumed by whoever got the handle; {@code false} where the callback handed it straight back
     * @throws IllegalStateException
     *             where no coroutine is running here, a foreign continuation is in between, or a frame pins the stack
     * @throws CoroutineCancelledException
     *             where the coroutine is cancelled, before or during the wait
     */
    public static boolean transfer(TransferCallback callback) {
        return !current("transfer").suspend(callback);
    }

    /**
     * Suspends the calling coroutine for a while. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds from now on by {@link Carrier#setClock}, without one from the last {@link Carrier#tick}; if it is not
     *            positive, this returns at once
     * @throws IllegalStateException
     *             if no coroutine is running here, a foreign continuation is in between, a frame pins the stack, or the carrier is
     *             never told the time or keeps 1,048,576 deadlines already
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled, before or during the wait
     */
    public static void sleep(long timeoutNs) {
        Coroutine self = current("sleep");
        self.suspend(self.carrier.sleepers(), timeoutNs);
    }

    /**
     * Suspends the calling coroutine into a stash for a while at most. Allocates nothing. If the time is up first, the coroutine is
     * taken out of the stash, or of the one it was moved to meanwhile; in both cases it has to be one that can take from its
     * middle. While a holder has the handle in a variable, a batch or a ring, the time-out waits for it to be stashed or resumed.
     *
     * <pre>{@code
     * // one coroutine per flow, which ends when the flow is idle for 30 seconds
     * while (Coroutine.await(packets, 30_000_000_000L) == WaitResult.RESUMED) {
     *     handle(flow.next());
     * }
     * }</pre>
     *
     * @param timeoutNs
     *            nanoseconds from now on by {@link Carrier#setClock}, without one from the last {@link Carrier#tick}; if it is not
     *            positive, the time is up at once
     * @throws IllegalArgumentException
     *             if the stash cannot take a handle out of its middle, as a ring between threads
     * @throws IllegalStateException
     *             if no coroutine is running here, a foreign continuation is in between, a frame pins the stack, or the carrier is
     *             never told the time or keeps 1,048,576 deadlines already
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled, before or during the wait
     */
    public static WaitResult await(Stash stash, long timeoutNs) {
        Coroutine self = current("await");
        stash.requireTimeOuts();
        return self.suspend(stash, timeoutNs);
    }

    /**
     * Suspends the calling coroutine for a while at most and gives its handle to a callback, which puts it into a stash that can
     * take from its middle; see {@link #await(Stash, long)}. Allocates nothing.
     *
     * @throws IllegalStateException
     *             if no coroutine is running here, a foreign continuation is in between, a frame pins the stack, or the carrier is
     *             never told the time or keeps 1,048,576 deadlines already
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled, before or during the wait
     */
    public static WaitResult await(SuspensionCallback where, long timeoutNs) {
        return current("await").suspend(where, timeoutNs);
    }

    /**
     * Suspends the calling coroutine for a while at most and lets a callback say what runs next; see {@link #await(Stash, long)}.
     * Allocates nothing.
     *
     * @return {@link WaitResult#REFUSED} if the callback handed the coroutine straight back
     * @throws IllegalStateException
     *             if no coroutine is running here, a foreign continuation is in between, a frame pins the stack, or the carrier is
     *             never told the time or keeps 1,048,576 deadlines already
     * @throws CoroutineCancelledException
     *             if the coroutine is cancelled, before or during the wait
     */
    public static WaitResult transfer(TransferCallback callback, long timeoutNs) {
        return current("transfer").suspend(callback, timeoutNs);
    }

    /**
     * The time by the clock from which time-outs count: for a wait that is repeated until a certain time.
     *
     * @throws IllegalStateException
     *             if the caller is no coroutine, or its carrier is never told the time
     */
    public static long nowNs() {
        return current("time").carrier.deadlines().nowNs();
    }

    /**
     * Suspends the calling coroutine if its slice is used up, or it was asked to by {@link Carrier#preempt}, and other work waits;
     * see {@link Slicing}.
     */
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

    /** The coroutine this code runs in, be it a {@link Guest}'s, or {@code null} outside any. */
    public static Coroutine current() {
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

    /** Returns whether the callback handed this coroutine back. */
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
        if (Diagnostics.MONITORS && guest == null) { // the monitors of a thread are its own
            carrier.verifyNoLocks(this);
        }
        if (callback != where) { // mostly it is, and to store a reference costs a barrier
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

    /** {@link #suspend(TransferCallback)} until a time. */
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

    /** What ends a wait of a guest concerns that wait only, so each has a life number of its own. */
    private void leaveGuest() {
        if (!shielded && guest.thread().isInterrupted()) {
            throw CoroutineCancelledException.INSTANCE;
        }
        // No switch: its table is a class of its own, which an overflow while it is initialised makes unusable for ever.
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
     * The number of a wait wraps after 2^32 waits. Requests compare the distance of two numbers, which tells which is older
     * while they are less than 2^31 apart; so the last number asked for is kept less than that behind the present one.
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
     * Asks the coroutine to end. From any thread. Where it waits in a stash, the carrier that takes from there takes it out
     * at its next {@link Carrier#poll()}, and it goes on with a {@link CoroutineCancelledException}; a stash that cannot be
     * taken from in the middle keeps it until its turn comes, and a variable until its holder resumes it. Where it runs, it
     * takes effect at the next suspension or checkpoint. Where it has not begun, its body never runs.
     *
     * @return whether it had not ended yet
     */
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
     * Ends the wait that an epoch names, as a cancellation does, and nothing else. For a {@link Guest} that is interrupted. From
     * any thread.
     */
    public void cancelWait(long epoch) {
        StackRoom.require();
        int asked = life; // first: it is then not that of a later wait
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

    /** Tells whoever may take it out of its stash that it is cancelled. */
    void signalCancel() {
        Carrier asked = responsible();
        if (asked == null || asked.ask(this)) {
            return;
        }
        if (responsible() == asked) {
            asked.reportClosed(this);
        } else {
            signalCancel(); // it has moved on, and a request that came meanwhile has relied on this one
        }
    }

    /** The carrier that can take it out of where it waits. */
    private Carrier responsible() {
        Stash stash = stash();
        boolean anybody = stash == null || stash.isShared() || stash.consumer() == null;
        return anybody ? carrier : stash.consumer();
    }

    /**
     * Cancels a coroutine whose handle the caller owns, and gives the handle up. It ends on the carrier that ran it last, at
     * its next {@link Carrier#poll()}; where it has not met any, at once. A {@link Guest} is asked to end, and goes on. From any
     * thread.
     *
     * @throws IllegalStateException
     *             where the handle is not the caller's
     */
    public void abandon() {
        StackRoom.require();
        Carrier known = carrier;
        if (stateBits() == BLOCKED) {
            throw refused("cancel", known == null ? null : known.inbox());
        }
        askToEnd();
        if (known != null) {
            claimFor(known.inbox(), "cancel");
            known.giveOrReport(this);
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

    /** {@link #abandon} for the holder of the handle, which has unlinked it: rule 2, and in no variable in between. */
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

    /** {@link #abandon} for the batch that has dropped it. */
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

    /** The inbox of its carrier owns it already. */
    private void endOn(Carrier known) {
        askToEnd();
        known.giveOrReport(this);
    }

    private void askToEnd() {
        requestCancel(life);
        if (guest != null) {
            guest.thread().interrupt();
        }
    }

    /** Ends one that was sent to a closed carrier before it has begun, rule 2. Only by the thread that has sent it. */
    boolean endUnbegun(Inbox closed) {
        if (!isUnstarted()) {
            return false;
        }
        requestCancel(life);
        claimFrom(closed);
        endHere();
        return true;
    }

    /** The end of a claimed coroutine that cannot begin anywhere; its body never runs. */
    private void endHere() {
        end(unfinished(argument instanceof OwnedArgument owned ? owned.begin() : 0,
                CoroutineCancelledException.INSTANCE));
        argument = null;
        if (body instanceof EndListener listener) {
            listener.ended(thrown);
        }
    }

    /**
     * Makes the handle of a guest one that its guest may place, push or resume; before that every such use is refused. Called
     * by the guest, once its thread has become runnable.
     *
     * @throws IllegalStateException
     *             if it is not {@link CoroutineState#BLOCKED}, or the caller is another guest
     */
    public void unblock(Guest by) {
        requireGuest("unblock", by);
        leaveBlocked(by);
    }

    /**
     * Takes back the handle of a guest that found no place. Called by the guest.
     *
     * @return {@code false} if the handle has found another owner; that owner resumes it
     * @throws IllegalStateException
     *             if the caller is another guest
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

    /** Lets its present suspension, which the caller ends, be its last. */
    void requestCancel() {
        requestCancel(life);
    }

    /** Whether somebody asked for its end. */
    public boolean isCancelRequested() {
        return cancelledLife == life;
    }

    /** Whether its suspension is to end by an exception. */
    boolean isCancelled() {
        return cancelledLife == life && !shielded;
    }

    /** The thread it is where it is a {@link Guest}'s, otherwise {@code null}. */
    public Thread thread() {
        return guest == null ? null : guest.thread();
    }

    /** What the body was created with; {@code null} after the end, and after the call of the failure handler. */
    public Object argument() {
        return argument;
    }

    /** The key it was pushed with last, or {@linkplain #setKey given} since. */
    public long key() {
        return key;
    }

    /**
     * Writes the key of a handle that the caller owns: a number that goes with it until a push, or a keyed stash, writes another. A
     * list or a ring leaves it as it is.
     *
     * @throws IllegalStateException
     *             if the handle has another owner
     */
    public void setKey(long key) {
        if (stateBits() != HELD) {
            throw refused("set key", null);
        }
        this.key = key;
    }

    /** Who may resume it. */
    public Mobility mobility() {
        return homed ? Mobility.HOMED : Mobility.ROAMING;
    }

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

    /** The class of the body and a number that tells objects apart. */
    @Override
    public String toString() {
        return bodyName() + "@" + Integer.toHexString(System.identityHashCode(this));
    }

    /** The class of the body; for a lambda, the class it is written in. */
    String bodyName() {
        if (guest != null) {
            return guest.toString();
        }
        Body<Object> seen = body; // once: those who look from outside race with the end
        String type = seen == null ? "pooled" : seen.getClass().getSimpleName();
        int lambda = type.indexOf("$$Lambda");
        return lambda < 0 ? type : type.substring(0, lambda);
    }

    /**
     * How long it waits, in milliseconds; -1 where that is not known, {@link Integer#MAX_VALUE} for that long (24 days) or longer.
     * Times are kept modulo 2^32 ms, so after 49 days the age begins anew. From any thread; a moment's estimate.
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

    /** A claimed coroutine that has not begun and found no place is empty again. */
    void discard() {
        OwnedArgument.takeBack(argument);
        end(null);
        forget();
    }

    // The life of the body, driven by its carrier.

    /** Runs the body to its end, on the stack. Never throws. */
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
     * Gives back what the body leaves behind. Returns what ends the coroutine: what has ended the body, or what giving back has
     * thrown after a cancellation, which is reported to nobody.
     */
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
    private void end(Throwable failure) {
        if (failure != null) {
            thrown = failure;
        }
        if (failure == null || !isReported()) {
            argument = null; // otherwise the failure handler may look at it
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

    /** Whether somebody is to be told of its end. */
    boolean needsSettling() {
        return body instanceof EndListener || isReported();
    }

    private boolean isReported() {
        return thrown != null && thrown != CoroutineCancelledException.INSTANCE && !(body instanceof EndListener);
    }

    /** Tells whom it concerns how it ended; on the carrier's stack. */
    void settle(Carrier by) {
        if (body instanceof EndListener listener) {
            listener.ended(thrown);
        } else {
            by.report(this, thrown);
            argument = null;
        }
    }

    /** What the body threw; {@code null} where it ended normally or has not ended. */
    Throwable thrown() {
        return thrown;
    }

    /** RUNNING to BLOCKED, rule 3: a guest waits for something else than Creel. */
    void handToGuest(Carrier by) {
        suspendedAtMs = by.nowMs();
        becomeBlocked();
        guest.blocked(this);
    }

    /** RUNNING to ENDED, rule 3: a guest has ended. Returns what is to be reported, or {@code null}. */
    Throwable endGuest() {
        Throwable failure = heldLocks == null ? null : LockQueue.abandonAll(this, null);
        end(failure);
        return failure;
    }

    /** Out of the inbox of a closed carrier, which owns it, rule 2. Returns whether it was there. */
    boolean returnToGuest(Inbox closed) {
        if (guest == null || !isHeldBy(closed)) {
            return false;
        }
        leaveToBlock(closed);
        guest.abandoned(this);
        return true;
    }

    void signalCancelOrReport(Carrier by) {
        try {
            signalCancel();
        } catch (Throwable t) {
            by.reportHere(this, t);
        }
    }

    // Signals from other threads, see Inbox.

    /**
     * STASHED by a stash that wakes to STASHED by the inbox of its carrier, rule 2, and into it. Under the guard of that stash
     * if it has one: a carrier that closes finds the handle either here or there.
     *
     * @return the carrier, for {@link #wake}; {@code null} where it is closed
     */
    Carrier send(Stash from) {
        Carrier home = carrier;
        move(from, home.inbox());
        return home.inbox().give(this) ? home : null;
    }

    /** The second half of {@link #send}, outside any guard. Does nothing for {@code null}. */
    static void wake(Coroutine sent, Carrier home) {
        if (home != null) {
            home.wakeThread(sent);
        } else if (sent != null) {
            sent.wakeElsewhere(sent.carrier);
        }
    }

    /** The carrier it ran on is closed: the waker's takes it over, unless it is homed. */
    private void wakeElsewhere(Carrier closed) {
        Coroutine waker = current();
        if (waker == null || isHomed()) {
            closed.reportClosed(this);
            return;
        }
        Carrier next = waker.carrier;
        move(closed.inbox(), next.inbox());
        carrier = next;
        next.giveOrReport(this);
    }

    /** Whether it is on its way to a callback, as opposed to a virtual thread below it that blocks. */
    boolean isSuspending() {
        return driving == LEAVING;
    }

    /** Lets an ended coroutine, which is pooled without an owner, keep no carrier and no stash alive. */
    void forgetHolders() {
        carrier = null;
        forgetOwner();
    }

    /** Forgets what it did, to be used again. */
    void forget() {
        body = null;
    }

    /** Whether the caller is the one who puts a request into an inbox. */
    boolean markRequest() {
        return REQUESTED.compareAndSet(this, false, true);
    }

    void unmarkRequest() {
        requested = false;
    }

    boolean isUnstarted() {
        return stack == null && guest == null;
    }

    /** Takes the protection of fact 1 away, for the canary that shows what it is for. */
    void forceRoaming() {
        homed = false;
    }

    /** Whether only {@link #carrier} may resume it. */
    boolean isHomed() {
        return homed && stack != null;
    }
}
