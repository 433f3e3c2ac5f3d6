package io.creel.core;

import io.creel.core.internal.Diagnostics;
import io.creel.core.internal.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Runs coroutines on one thread: starts them, resumes them, and cancels them. A worker has one carrier.
 *
 * <p>
 * <b>Threads.</b> A carrier belongs to the first thread that resumes a coroutine here. That thread calls every method,
 * never from inside a coroutine or a suspension callback of this carrier. Methods that other threads or coroutines may
 * call say so. No method blocks, takes a lock or, in steady state, allocates: coroutines and stacks are pooled.
 *
 * <p>
 * A resume costs O(1). An exception of a body ends that coroutine only.
 */
public final class Carrier {
    /** The largest number of starts that may wait for {@link #resumeStarted()}. */
    public static final int MAX_PENDING_STARTS = 1 << 12;

    private static final int MAX_POOLED = 1 << 12;
    private static final Diagnostics DIAGNOSTICS = Diagnostics.get();
    private static final VarHandle RUNNING;
    private static final VarHandle TURNS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RUNNING = lookup.findVarHandle(Carrier.class, "running", Object.class);
            TURNS = lookup.findVarHandle(Carrier.class, "turns", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
    private final String name;
    private final FailureHandler failures;
    private final Inbox inbox;
    private final CarrierCounters counters;
    private final Pool pool;
    private final Batch started = new Batch(MAX_PENDING_STARTS);
    private final Deadlines deadlines;
    private final Sleepers sleepers;
    private DeadlineGroup deadlineGroup = DeadlineGroup.NONE;
    /** Chooses the carrier whose deadlines this one checks at its next tick. Written by the carrier's thread. */
    private int helpTurn;
    private Slicing slicing;
    private final PreemptRequest preemption = new PreemptRequest();
    /** Wakes the thread of this carrier, see {@link #onSignal}. Written by any thread. */
    private volatile Runnable wakeUp = () -> {
    };
    /**
     * The thread that uses this carrier; {@code null} before the first resume. Written by that thread, and by
     * {@link #moveTo}.
     */
    private Thread thread;
    /** The thread before, if the carrier has moved; otherwise {@code null}. */
    private Thread formerThread;
    /** Binds the thread that starts coroutines before {@link #thread} is known. */
    private final ThreadBinding starter = new ThreadBinding(this, "carrier",
            "a stash between threads, such as an MpscStash");
    /**
     * The scoped-value bindings of the thread outside coroutines. As most fields here, stored only if it changes,
     * because storing a reference costs a write barrier.
     */
    Object outerBindings;
    /** The context class loader of the thread outside coroutines. Each coroutine begins and resumes with it. */
    Object outerLoader;
    /** The interrupt status of the thread outside coroutines, which it also has between two coroutines. */
    boolean outerInterrupt;
    /** Whether the carrier is resuming. Written by its thread. */
    private boolean entered;
    /** The batch that was resumed last. The {@link #budget} is the number of its handles still to be resumed now. */
    private Batch resuming;
    private int budget;
    /**
     * The stack whose occupant runs, or a guest's coroutine. Plain write by the carrier's thread; diagnostics read it
     * racily.
     */
    private Object running;
    /**
     * The number of handles taken to run here, without those that a transfer has run. Plain write by the carrier's
     * thread; diagnostics read it racily.
     */
    private long turns;
    private int nowMs = Coroutine.UNKNOWN_MS;
    /** The locks that the thread held before it began to resume; kept only if locks are checked. */
    private Set<String> locksOutside = Set.of();
    /**
     * An ended coroutine whose listener or failure handler is to be told after the stack was left; otherwise
     * {@code null}.
     */
    private Coroutine settling;
    /** The coroutine that drives this carrier from inside, while it resumes; otherwise {@code null}. */
    private Coroutine driver;
    /** Whether {@link #shut} has begun: handles that are sent here are cancelled. */
    private boolean shutting;
    /** Whether {@link #shut} has ended: starts, resumes and signals are refused. */
    private boolean closed;

    /**
     * Makes a carrier that prints the failures of its coroutines.
     *
     * @param name
     *            the name in error messages and dumps
     * @throws IllegalStateException
     *             if the JVM lacks a required argument; the message lists the missing ones
     */
    public Carrier(String name) {
        this(name, FailureHandler.PRINT);
    }

    /**
     * Makes a carrier.
     *
     * @param name
     *            the name in error messages and dumps
     * @param failures
     *            told of every exception that ends a coroutine here
     * @throws IllegalStateException
     *             if the JVM lacks a required argument; the message lists the missing ones
     */
    public Carrier(String name, FailureHandler failures) {
        this(name, failures, null);
    }

    @SuppressWarnings("this-escape") // Carriers keeps a reference and calls nothing
    private Carrier(String name, FailureHandler failures, CarrierCounters origin) {
        JvmArguments.require();
        JvmArguments.tellMobility();
        this.name = Objects.requireNonNull(name, "name");
        this.failures = Objects.requireNonNull(failures, "failures");
        counters = new CarrierCounters(origin);
        outerBindings = ScopedBindings.NONE;
        inbox = new Inbox(name);
        pool = new Pool(MAX_POOLED);
        deadlines = new Deadlines(this);
        sleepers = new Sleepers("sleepers of " + name);
        Carriers.register(this);
    }

    /** {@return the name in error messages and dumps} */
    public String name() {
        return name;
    }

    /** {@return the counters of this carrier, which any thread may read} */
    public CarrierCounters counters() {
        return counters;
    }

    /**
     * Sets the policy that bounds how long coroutines run here. Without one, which is the initial state, a coroutine
     * runs until it suspends.
     *
     * @param bound
     *            asked at every {@link Coroutine#checkpoint()}; {@code null} for no bound
     */
    public void setSlicing(Slicing bound) {
        slicing = bound;
    }

    Slicing slicing() {
        return slicing;
    }

    /**
     * Asks one run of one coroutine to end at its next {@link Coroutine#checkpoint()}, if other work waits then,
     * whatever its slice says. Any thread may call it, such as a timer or a dispatcher. Without
     * {@link #setSlicing(Slicing)} nothing happens.
     *
     * <p>
     * If that run has already ended, the request is ignored; it never affects the next run. A later request replaces an
     * earlier one, so a caller that must not miss repeats it while the run lasts.
     *
     * @param run
     *            the number of the run: the value of {@link CarrierCounters#resumed()} of this carrier while it lasts
     */
    public void preempt(long run) {
        preemption.ask(run);
    }

    boolean isPreempted() {
        return preemption.isFor(counters.resumed);
    }

    /**
     * Sets the callback that wakes the thread of this carrier. A thread that has sent a signal for {@link #poll()}
     * calls it, because the carrier's thread may be asleep. If a signal waits already, it is called at once.
     *
     * @param wake
     *            called by any thread; must not block. A throwable of it goes to the failure handler
     */
    public void onSignal(Runnable wake) {
        wakeUp = Objects.requireNonNull(wake, "wake");
        if (!inbox.isEmpty()) {
            wake.run();
        }
    }

    /**
     * Tells the carrier the time. The carrier uses it for deadlines and for the age of suspensions. While the carrier
     * {@linkplain #hasDeadlines() has deadlines}, its thread calls this as often as the deadlines must be exact; a
     * worker does so once per duty cycle. One call ends at most 1,024 waits whose time is up, which resume at the next
     * {@link #poll()}. The next call ends the next ones.
     *
     * @param nowNs
     *            nanoseconds of any clock that never goes back; the same clock at every call
     */
    public void tick(long nowNs) {
        nowMs = (int) (nowNs / 1_000_000);
        deadlines.tick(nowNs);
        deadlineGroup.help(helpTurn++, nowNs, this);
    }

    /**
     * Lets carriers end each other's waits. If a carrier is busy, another one ends the waits that any thread can end,
     * and expires the scopes, no later than 1 ms after their time and the next {@link #tick} of that other carrier. The
     * coroutine resumes at the same place as without sharing: on the carrier that ran it last, or by way of its
     * channel's ready stash. A wait in a list or a tree for one thread is left to that thread.
     *
     * @param group
     *            carriers whose ticks come from the same clock, before any of them is used
     */
    public static void shareDeadlines(List<Carrier> group) {
        DeadlineGroup shared = new DeadlineGroup(group);
        for (Carrier member : group) {
            member.deadlineGroup = shared;
            member.deadlines.setGroup(shared);
        }
    }

    /**
     * Returns how long this carrier may go without a {@link #tick}, as far as deadlines are concerned: its own and
     * those of carriers that {@linkplain #shareDeadlines share} with it. A worker without work may sleep for so long.
     * O(carriers that share).
     *
     * @param nowNs
     *            the present time, by the clock of {@link #tick}
     * @return nanoseconds; 0 if a deadline is due; {@code Long.MAX_VALUE} if there is none
     */
    public long quietNs(long nowNs) {
        return Math.min(deadlines.quietNs(nowNs), deadlineGroup.quietNs(nowNs, this));
    }

    /**
     * Sets the clock that is read when a deadline is set. Without it, a deadline counts from the last tick.
     *
     * @param nanoClock
     *            returns nanoseconds by the clock of {@link #tick}; read inside coroutines
     */
    public void setClock(LongSupplier nanoClock) {
        deadlines.setClock(nanoClock);
    }

    /** {@return whether a deadline was set here that has not come yet} */
    public boolean hasDeadlines() {
        return !deadlines.isEmpty();
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** Returns the queue of the coroutines that {@linkplain Coroutine#sleep sleep} here. */
    Sleepers sleepers() {
        return sleepers;
    }

    /**
     * Lets a coroutine resume that this carrier has unlinked for its time-out. The stash still owns the handle when
     * this is called.
     */
    void timedOut(Coroutine unlinked, Stash from) {
        counters.timedOut++;
        try {
            Stash ready = from.afterTimeOut();
            if (ready != null && from.pass(unlinked, ready)) {
                return;
            }
        } catch (Throwable thrown) {
            report(unlinked, thrown); // thrown by a user's stash, which did not take it
        }
        Carrier home = from.isShared() ? unlinked.carrier : this;
        unlinked.move(from, home.inbox);
        if (home.inbox.give(unlinked)) {
            if (home != this) {
                home.wakeThread(unlinked);
            }
        } else if (home == this || unlinked.isHomed()) {
            home.reportClosed(unlinked);
        } else {
            unlinked.move(home.inbox, inbox); // the home is closed: this carrier takes it over
            giveOrReport(unlinked);
        }
    }

    /** {@return the coroutine that runs here now, or {@code null}; an estimate} Any thread may call it. */
    public Coroutine running() {
        Object seen = RUNNING.getOpaque(this);
        return seen instanceof Stack stack ? stack.occupant : (Coroutine) seen;
    }

    /** Returns a number that changes whenever this carrier takes the next handle. Any thread; an estimate. */
    long turns() {
        return (long) TURNS.getOpaque(this);
    }

    /** {@return the thread that uses this carrier; {@code null} before the first use} Any thread may call it. */
    public Thread thread() {
        return thread;
    }

    /**
     * Passes the carrier, with all coroutines that wait here, to another thread. Coroutines that are homed here resume
     * there. The thread that has used the carrier so far calls this and does not use it any more.
     *
     * @param next
     *            a thread that is started after this call
     * @return {@code false} if the coroutines of this JVM cannot change threads, see
     *         {@link JvmArguments#mobility()}; the carrier then stays with its thread
     * @throws IllegalStateException
     *             if this carrier is resuming
     */
    @CheckReturnValue
    public boolean moveTo(Thread next) {
        if (entered) {
            throw new IllegalStateException("move refused, the carrier is already resuming: carrier=" + name
                    + ", running=" + running());
        }
        if (JvmArguments.mobility() == Mobility.HOMED) {
            return false;
        }
        formerThread = thread;
        thread = Objects.requireNonNull(next, "next");
        return true;
    }

    Thread formerThread() {
        return formerThread;
    }

    /** Returns the stack of its thread, innermost frame first. Any thread. */
    StackTraceElement[] stackTrace() {
        Thread bound = thread;
        return bound == null ? new StackTraceElement[0] : bound.getStackTrace();
    }

    /**
     * Returns the time of the last {@link #tick}, in milliseconds modulo 2^32; {@link Coroutine#UNKNOWN_MS} before the
     * first. Any thread.
     */
    int nowMs() {
        return nowMs;
    }

    /**
     * Checks that the running coroutine holds no monitor and no lock of this thread, see
     * {@link io.creel.core.internal.Checks}.
     */
    void verifyNoLocks(Coroutine suspending) {
        DIAGNOSTICS.verifyNoLocks(suspending, thread, locksOutside);
    }

    /** {@return whether nothing waits for {@link #poll()} or {@link #resumeStarted()}} Any thread may call it. */
    public boolean isIdle() {
        return inbox.isEmpty() && started.isEmpty();
    }

    /**
     * Makes a pooled coroutine that begins at the next {@link #resumeStarted()}. Its handle is valid until its end;
     * after that, another start uses it again. May be called from inside a coroutine of this carrier.
     *
     * @param <A>
     *            the type of the argument
     * @param body
     *            the code that the coroutine runs
     * @param argument
     *            passed to the body; may be {@code null}. An {@link OwnedArgument} belongs to the coroutine afterwards
     * @throws IllegalStateException
     *             if the carrier is closed or another thread uses it; or if a coroutine calls this while
     *             {@link #MAX_PENDING_STARTS} starts wait. For other callers this method runs the waiting ones first
     */
    public <A> void start(Body<A> body, A argument) {
        if (started.remaining() == 0) {
            if (entered) {
                throw new IllegalStateException("start refused, too many coroutines wait to begin: carrier=" + name
                        + ", pending=" + started.size());
            }
            resumeStarted();
        }
        started.append(fresh(body, argument, Ownership.BATCHED, null));
    }

    /**
     * Makes a pooled coroutine that waits before it begins. The effect is that of a body that awaits {@code where} in
     * its first line, without the cost of a suspension. May be called from inside a coroutine of this carrier.
     *
     * @param <A>
     *            the type of the argument
     * @param where
     *            gets the handle, and owns it if it returns {@code true}
     * @param body
     *            the code that the coroutine runs once resumed
     * @param argument
     *            passed to the body; may be {@code null}. An {@link OwnedArgument} belongs to the coroutine if this
     *            returns {@code true}
     * @return {@code false} if the callback refuses the handle: nothing was started, and the argument still
     *         belongs to the caller
     * @throws IllegalStateException
     *             if the carrier is closed or another thread uses it; or if the callback returns {@code false} after it
     *             has given the handle to another owner: the coroutine then continues and owns its argument
     */
    @CheckReturnValue
    public <A> boolean start(SuspensionCallback where, Body<A> body, A argument) {
        Coroutine fresh = fresh(body, argument, Ownership.HELD, null);
        long epoch = fresh.epoch();
        boolean kept;
        try {
            kept = where.accept(fresh);
        } catch (Throwable noPlace) {
            if (fresh.claimEpoch(epoch)) {
                discard(fresh);
            }
            throw noPlace;
        }
        if (!kept) {
            if (!fresh.claimEpoch(epoch)) {
                throw new IllegalStateException("start refused by a callback that has given the handle away: carrier="
                        + name + ", coroutine=" + fresh + ", callback=" + where);
            }
            discard(fresh);
        }
        return kept;
    }

    /**
     * Makes a pooled coroutine that waits in a stash before it begins; see
     * {@link #start(SuspensionCallback, Body, Object)}.
     *
     * @param <A>
     *            the type of the argument
     * @param stash
     *            owns the handle if this returns {@code true}
     * @param body
     *            the code that the coroutine runs once resumed
     * @param argument
     *            passed to the body; may be {@code null}. An {@link OwnedArgument} belongs to the coroutine if this
     *            returns {@code true}
     * @return {@code false} if the stash is full or closed: nothing was started, and the argument still belongs
     *         to the caller
     * @throws IllegalStateException
     *             if the carrier is closed, or another thread uses the carrier or the stash
     */
    @CheckReturnValue
    public <A> boolean start(Stash stash, Body<A> body, A argument) {
        Coroutine fresh = fresh(body, argument, Ownership.STASHED, stash);
        boolean in = false;
        try {
            in = stash.link(fresh);
        } finally {
            if (!in) {
                fresh.claimFrom(stash);
                discard(fresh);
            }
        }
        return in;
    }

    /** Returns a claimed coroutine that found no place to the pool. */
    private void discard(Coroutine fresh) {
        fresh.discard();
        counters.created--;
        pool.give(fresh);
    }

    /** Lets an unstarted coroutine, owned by the caller, begin at the next {@link #resumeStarted()}. */
    void begin(Coroutine unstarted) {
        if (started.remaining() == 0) {
            throw new IllegalStateException("start refused, too many coroutines wait to begin: carrier=" + name
                    + ", pending=" + started.size());
        }
        adopt(unstarted);
        unstarted.claimForBatch("start", this);
        started.append(unstarted);
    }

    private <A> Coroutine fresh(Body<A> body, A argument, int state, Stash stash) {
        StackRoom.require();
        if (!Stack.isOn(thread)) {
            requireItsThread("start");
        }
        requireOpen("start");
        Coroutine.entrust(body, argument);
        Coroutine fresh = pool.coroutine();
        if (fresh.carrier != this) { // a volatile store costs more than everything else here
            fresh.carrier = this;
        }
        counters.created++;
        fresh.prepare(body, argument, JvmArguments.mobility(), state, stash);
        return fresh;
    }

    /**
     * Resumes a suspended coroutine, or begins one, and runs it until it suspends or ends. If it is homed on another
     * carrier, the handle is sent there instead.
     *
     * @param handle
     *            owned by the caller, which gives it up
     * @throws IllegalStateException
     *             if the caller does not own the handle, because it is stashed, running or ended; if this carrier is
     *             already resuming (use {@link Coroutine#transfer}); if another thread uses this carrier; or if the
     *             home of the coroutine is closed
     */
    public void resume(Coroutine handle) {
        enter("resume");
        try {
            if (isElsewhere(handle)) {
                sendHome(handle);
            } else {
                handle.claim("resume", this);
                runTurn(handle);
            }
        } finally {
            exit();
        }
    }

    /**
     * Resumes a coroutine if it is still in the suspension that the epoch names, and takes it out of the stash that
     * holds it. For callers that keep a copy of a handle without owning it, such as a time-out or an index.
     *
     * @param handle
     *            a copy
     * @param epoch
     *            the {@linkplain Coroutine#epoch() epoch} of the suspension
     * @return {@code false} if the epoch is stale, or the stash cannot remove from its middle; nothing has
     *         happened then
     * @throws IllegalStateException
     *             if another carrier takes from the stash; if the coroutine waits for a lock, a semaphore, a condition
     *             or an event (cancel it instead); if this carrier is already resuming; if another thread uses it; or
     *             if the home of the coroutine is closed
     */
    public boolean resume(Coroutine handle, long epoch) {
        enter("resume");
        try {
            if (handle.epoch() != epoch) {
                return false;
            }
            Stash stash = handle.stash();
            return stash == null ? resumeHeld(handle, epoch) : resumeFrom(stash, handle, epoch);
        } finally {
            exit();
        }
    }

    /** Resumes a handle that a variable holds. If none does, the compare-and-set fails. */
    private boolean resumeHeld(Coroutine handle, long epoch) {
        if (isElsewhere(handle)) {
            Carrier home = handle.carrier;
            if (!handle.claimEpochFor(home.inbox, epoch)) {
                return false;
            }
            home.giveOrThrow(handle);
            return true;
        }
        if (!handle.claimEpoch(epoch)) {
            return false;
        }
        runTurn(handle);
        return true;
    }

    /**
     * Resumes a handle from a stash. It goes in one transition to this carrier or to the inbox of its home: in a
     * variable, another copy could claim it.
     */
    private boolean resumeFrom(Stash stash, Coroutine handle, long epoch) {
        requireTimeOut(stash, handle);
        if (!stash.takeOut(handle, epoch)) {
            return false;
        }
        goOn(stash, handle);
        return true;
    }

    /** Resumes a handle that the caller has unlinked, or sends it home. If its home is closed, it is put back. */
    private void goOn(Stash from, Coroutine unlinked) {
        if (!isElsewhere(unlinked)) {
            unlinked.claimFrom(from);
            runTurn(unlinked);
            return;
        }
        Carrier home = unlinked.carrier;
        unlinked.move(from, home.inbox);
        if (!home.give(unlinked)) {
            unlinked.move(home.inbox, from);
            from.relink(unlinked);
            throw home.homeIsClosed(unlinked);
        }
    }

    private void requireTimeOut(Stash stash, Coroutine handle) {
        Carrier consumer = stash.consumer();
        if (stash instanceof WaitQueue || !stash.isShared() && consumer != null && consumer != this) {
            throw new IllegalStateException("resume refused, " + (stash instanceof WaitQueue
                    ? "only a cancellation ends this wait"
                    : "another carrier takes from its stash") + ": coroutine=" + handle
                    + ", stash=" + stash + ", taken by=" + consumer + ", by=" + name);
        }
    }

    /**
     * Resumes every coroutine of a batch in order, and leaves the batch empty.
     *
     * @param batch
     *            filled by this thread
     * @return the number of handles that were resumed, or sent to the carrier on which they are homed
     * @throws IllegalStateException
     *             if this carrier is already resuming, or another thread uses the carrier or the batch
     */
    public int resume(Batch batch) {
        if (batch.carrier != this) {
            batch.requireThread("resume");
        }
        if (batch.isEmpty()) {
            if (batch.carrier != this) {
                batch.carrier = this;
            }
            return 0;
        }
        enter("resume");
        // Only now: if enter has refused, the batch belongs to another carrier, which looks for it when it closes.
        if (batch.carrier != this) {
            batch.carrier = this;
        }
        int size = batch.size();
        if (resuming != batch) {
            resuming = batch;
        }
        budget = size;
        try {
            run(nextOfBatch());
            return size;
        } finally {
            budget = 0;
            exit();
        }
    }

    /**
     * Takes the next handle of the batch that resumes here, claimed. Sends homed ones to their homes. Returns
     * {@code null} if there is none.
     */
    Coroutine nextOfBatch() {
        Batch batch = resuming;
        while (budget > 0) {
            Coroutine next = batch.peek();
            if (next == null) {
                return null;
            }
            budget--;
            batch.drop();
            if (!isElsewhere(next)) {
                next.claimFromBatch(this);
                turns++;
                return next;
            }
            Carrier home = next.carrier;
            next.moveFromBatch(home.inbox);
            home.giveOrReport(next);
        }
        return null;
    }

    /**
     * Begins the coroutines that {@link #start(Body, Object)} has made so far.
     *
     * @return the number of coroutines begun
     */
    public int resumeStarted() {
        return resume(started);
    }

    /**
     * Handles the signals of other threads: resumes handles that were sent here, and cancels coroutines that wait here.
     *
     * @return the number of handled signals
     */
    public int poll() {
        if (inbox.isEmpty()) {
            return 0;
        }
        enter("poll");
        try {
            return resumeSent() + cancelAsked();
        } finally {
            exit();
        }
    }

    private int resumeSent() {
        int handled = 0;
        Coroutine next = inbox.takeHandles();
        while (next != null) {
            Coroutine sent = next;
            next = sent.next;
            sent.next = null;
            try {
                if (shutting) {
                    sent.requestCancel();
                }
                sent.claimFrom(inbox);
                runTurn(sent);
            } catch (Throwable unexpected) {
                reportHere(sent, unexpected); // so that the other handles in the inbox are resumed
            }
            handled++;
        }
        return handled;
    }

    private int cancelAsked() {
        int handled = 0;
        Coroutine next = inbox.takeRequests();
        while (next != null) {
            Coroutine asked = next;
            next = asked.requestNext;
            asked.requestNext = null;
            asked.unmarkRequest(); // before the request is handled: a later one is put in again
            try {
                cancel(asked);
            } catch (Throwable unexpected) {
                reportHere(asked, unexpected);
            }
            handled++;
        }
        return handled;
    }

    /**
     * Takes a cancelled coroutine out of its stash and lets it end. Only out of a stash that this carrier takes from:
     * any other handle ends when its owner resumes it.
     */
    private void cancel(Coroutine waiting) {
        // Read first: a later suspension has its own request, or its pusher signals the cancellation.
        long epoch = waiting.epoch();
        Stash stash = waiting.stash();
        if (stash == null || !waiting.isCancelled()) {
            return;
        }
        Carrier consumer = stash.consumer();
        if (!stash.isShared() && consumer != this) {
            if (consumer != null) {
                waiting.signalCancel();
            }
        } else if (stash.takeOut(waiting, epoch)) {
            goOn(stash, waiting);
        }
    }

    /**
     * Cancels every coroutine that waits for this carrier, in its own lists or in stashes that it drains, runs them to
     * their ends, and refuses later signals. Idempotent. If carriers of a group hold each other's coroutines, the group
     * repeats {@link #cancelWaiting()} over all of them before it {@link #shut()}s the first.
     *
     * @return the number of cancelled coroutines
     * @throws IllegalStateException
     *             if this carrier is resuming, or another thread uses it
     */
    public long close() {
        long before = counters.cancelled;
        if (!closed) {
            while (cancelWaiting() > 0) {
                continue; // an ending coroutine may have made or sent a new one
            }
            shut();
        }
        return counters.cancelled - before;
    }

    /**
     * Performs one pass of {@link #close()}: handles the signals of other threads, and cancels the coroutines that wait
     * now. These run to their ends in the next pass, on the carrier that may run them. Handles that other threads add
     * meanwhile are also left to that pass.
     *
     * @return the number of signals and handles found; 0 means that nothing waited
     * @throws IllegalStateException
     *             if this carrier is resuming, or another thread uses it
     */
    public int cancelWaiting() {
        enter("close");
        exit();
        return poll() + CloseCancellation.cancelAll(this, started);
    }

    Inbox inbox() {
        return inbox;
    }

    /**
     * Completes {@link #close()}: from now on starts, resumes and signals are refused. Signals sent before are handled,
     * and their coroutines cancelled. Handles that other threads push into stashes meanwhile stay there; otherwise
     * producers that never pause would keep this method from ending.
     */
    public void shut() {
        shutting = true;
        while (!closed) {
            CloseCancellation.cancelBatch(this, started);
            if (inbox.closeToRequests() && inbox.closeToHandles()) {
                closed = true;
            } else {
                poll();
            }
        }
        deadlines.close();
    }

    /**
     * Makes this the carrier of a coroutine. A coroutine without a carrier counts as created on the first one that
     * adopts it.
     */
    void adopt(Coroutine handle) {
        Carrier known = handle.carrier;
        if (known != this) {
            if (known == null) {
                counters.created++;
            } else if (known.deadlineGroup != deadlineGroup || deadlineGroup == DeadlineGroup.NONE) {
                counters.arrived++;
            }
            handle.carrier = this;
        }
    }

    /**
     * Sends a handle that the inbox already owns, and wakes the carrier's thread. Any thread.
     *
     * @return {@code false} if the carrier is closed; the caller must then place the handle
     */
    boolean give(Coroutine handle) {
        boolean given = inbox.give(handle);
        if (given) {
            wakeThread(handle);
        }
        return given;
    }

    /**
     * Wakes the carrier's thread. A throwable of the callback is reported and not thrown: the caller has unlocked or
     * signalled already, and goes on to the next waiter.
     */
    void wakeThread(Coroutine sent) {
        try {
            wakeUp.run();
        } catch (Throwable unexpected) {
            report(sent, unexpected);
        }
    }

    /**
     * Does what {@link #give} does. If the carrier is closed, ends a coroutine that has not begun, and reports any
     * other one.
     */
    void giveOrReport(Coroutine handle) {
        if (give(handle)) {
            return;
        }
        if (handle.endUnbegun(inbox)) {
            counters.countCancelledLate();
        } else {
            reportClosed(handle);
        }
    }

    /** Does what {@link #give} does. If the carrier is closed, throws, and the caller keeps the handle. */
    private void giveOrThrow(Coroutine handle) {
        if (!give(handle)) {
            handle.leave(inbox);
            throw homeIsClosed(handle);
        }
    }

    private IllegalStateException homeIsClosed(Coroutine handle) {
        return new IllegalStateException(
                "resume refused, the coroutine is homed on a carrier that is closed: coroutine=" + handle
                        + ", carrier=" + name);
    }

    /**
     * Asks for the cancellation of a coroutine that waits here, and wakes the carrier's thread. Any thread.
     *
     * @return {@code false} if the carrier is closed
     */
    boolean ask(Coroutine waiting) {
        if (!waiting.markRequest()) {
            return true; // the pending request covers this one
        }
        if (inbox.ask(waiting)) {
            wakeThread(waiting);
            return true;
        }
        waiting.unmarkRequest();
        return false;
    }

    /**
     * Handles a coroutine that can resume on this carrier only, which is closed. Called on the thread that wanted to
     * resume it.
     */
    void reportClosed(Coroutine coroutine) {
        if (coroutine.returnToGuest(inbox) || EndAfterClose.tryEnd(coroutine, this)) {
            return;
        }
        report(coroutine, new IllegalStateException("carrier is closed: carrier=" + name + ", coroutine=" + coroutine));
    }

    /** Returns a carrier for the end of one coroutine after this one has closed. */
    Carrier successor() {
        return new Carrier(name + " after its close", failures, counters);
    }

    private boolean isElsewhere(Coroutine handle) {
        return handle.carrier != this && handle.isHomed();
    }

    /**
     * Sends a handle that the caller owns to the carrier on which it is homed. If that is closed, the caller keeps the
     * handle.
     */
    private static void sendHome(Coroutine handle) {
        Carrier home = handle.carrier;
        handle.claimFor(home.inbox, "resume");
        home.giveOrThrow(handle);
    }

    /** Tells the failure handler. An exception of the handler itself is printed and goes no further. */
    void report(Coroutine coroutine, Throwable failure) {
        try {
            failures.failed(coroutine, failure);
        } catch (Throwable second) {
            if (second != failure) {
                second.addSuppressed(failure);
            }
            second.printStackTrace();
        }
    }

    boolean isClosed() {
        return closed;
    }

    private void requireOpen(String what) {
        if (closed) {
            throw new IllegalStateException(what + " refused, the carrier is closed: carrier=" + name);
        }
    }

    /**
     * Throws if the caller is not on this carrier's thread. Before the carrier has a thread, one thread may start
     * coroutines here.
     */
    private void requireItsThread(String what) {
        if (thread == null) {
            starter.check(what);
            return;
        }
        Thread caller = ThreadBound.caller();
        if (thread != caller) {
            throw new ThreadBindingException(what
                    + " refused, a carrier is for one thread, use a stash between threads, such as"
                    + " an MpscStash: carrier=" + name + ", thread=" + thread.getName() + ", by=" + caller.getName());
        }
    }

    /** Returns whether the caller is on this carrier's thread; {@code false} if that is a virtual one. */
    boolean isCurrent() {
        return thread != null && Stack.isOn(thread);
    }

    private void enter(String what) {
        StackRoom.requireTwice();
        requireOpen(what);
        if (entered) {
            throw new IllegalStateException(what + " refused, the carrier is already resuming: carrier=" + name
                    + ", running=" + running());
        }
        Thread caller = Stack.currentThread();
        if (thread != caller) {
            if (thread != null) {
                throw new IllegalStateException(
                        what + " refused, the carrier belongs to another thread: carrier=" + name
                                + ", thread=" + thread.getName() + ", by=" + caller.getName());
            }
            thread = caller;
        }
        entered = true;
        Coroutine outer = Coroutine.current();
        if (outer != null) {
            driver = outer;
            outer.driving++;
        }
        Object bindings = ScopedBindings.of(caller);
        if (bindings != outerBindings) {
            outerBindings = bindings;
        }
        Object loader = ContextLoaders.of(caller);
        if (loader != outerLoader) {
            outerLoader = loader;
        }
        outerInterrupt = Interrupts.isPending(caller);
        if (Diagnostics.LOCKS) {
            locksOutside = DIAGNOSTICS.locksOutside(caller);
        }
    }

    private void exit() {
        running = null;
        entered = false;
        if (outerBindings != ScopedBindings.NONE) {
            outerBindings = ScopedBindings.NONE; // so that it keeps nothing alive
        }
        if (driver != null) {
            driver.driving--;
            driver = null;
        }
    }

    private void runTurn(Coroutine claimed) {
        turns++;
        run(claimed);
    }

    /**
     * Runs a claimed coroutine, then those to which callbacks transfer, then the rest of the batch. All in one loop:
     * once the stack has changed, the processor mispredicts the return of each frame above, which costs time.
     */
    private void run(Coroutine claimed) {
        Coroutine next = claimed;
        while (next != null) {
            if (isElsewhere(next)) {
                Carrier home = next.carrier;
                next.becomeStashed(home.inbox); // it has not run, and is in no variable on its way
                home.giveOrThrow(next);
                next = nextOfBatch();
                continue;
            }
            Stack stack = next.stack;
            if (stack == null) {
                if (next.guest != null) {
                    next = runGuest(next);
                    continue;
                }
                stack = pool.stack();
                stack.occupant = next;
            }
            adopt(next);
            running = stack;
            counters.resumed++;
            if (next.bindings != outerBindings) {
                ScopedBindings.set(thread, next.bindings);
            }
            if (next.interrupted != outerInterrupt) {
                Interrupts.set(thread, next.interrupted);
            }
            stack.enter(this);
            next = AfterSwitch.next(stack.occupant, stack, this);
        }
    }

    /**
     * Enters a guest by a plain call, outside any stack of Creel. Returns the claimed coroutine that runs next, or
     * {@code null}.
     */
    private Coroutine runGuest(Coroutine claimed) {
        if (thread.isVirtual()) {
            claimed.becomeHeld();
            throw new IllegalStateException("resume refused, a virtual thread cannot carry another: carrier=" + name
                    + ", coroutine=" + claimed);
        }
        adopt(claimed);
        running = claimed;
        counters.resumed++;
        Guest.Exit how = claimed.guest.enter();
        if (how == Guest.Exit.AWAITING) {
            return AfterSwitch.next(claimed, null, this);
        }
        if (how == Guest.Exit.BLOCKED) {
            claimed.handToGuest(this);
        } else {
            ended(claimed);
        }
        return nextOfBatch();
    }

    private void ended(Coroutine guest) {
        Throwable failure = guest.endGuest();
        if (failure == null) {
            counters.completed++;
        } else {
            counters.failed++;
            reportHere(guest, failure);
        }
    }

    /** Does what {@link #report} does, on this carrier's thread between two coroutines. */
    void reportHere(Coroutine coroutine, Throwable failure) {
        report(coroutine, failure);
        restoreInterrupt();
    }

    /**
     * Restores the interrupt status of the thread after a coroutine or a callback: an interrupt from there must not
     * reach the next coroutine.
     */
    void restoreInterrupt() {
        Interrupts.set(thread, outerInterrupt);
    }

    /** Keeps a stack that was left after its occupant had ended, with no other one to run on it. */
    void emptied(Stack stack) {
        stack.rewind();
        pool.give(stack);
        if (settling != null) {
            Coroutine ended = settling;
            settling = null;
            running = ended;
            ended.settle(this);
            restoreInterrupt();
            recycle(ended);
        }
    }

    /**
     * Counts the end of a coroutine whose body has returned or thrown. Called on its stack.
     *
     * @return the coroutine whose body the stack runs next; {@code null} to leave the stack
     */
    Coroutine ended(Stack stack, Coroutine ended) {
        Throwable thrown = ended.thrown();
        if (thrown == null) {
            counters.completed++;
        } else if (thrown == CoroutineCancelledException.INSTANCE) {
            counters.cancelled++;
        } else {
            counters.failed++;
        }
        Coroutine next = null;
        if (ended.needsSettling()) {
            settling = ended; // on the carrier's stack, because the listener must not await
        } else {
            recycle(ended);
            next = Interrupts.isPending(thread) ? null : nextUnstarted();
        }
        stack.occupant = next;
        return next;
    }

    private void recycle(Coroutine ended) {
        if (ended.pooled) {
            ended.forget();
            pool.give(ended);
        }
    }

    /**
     * Takes the next handle of the batch if it can begin on the stack of the ended coroutine, by a plain call;
     * otherwise returns {@code null}.
     */
    private Coroutine nextUnstarted() {
        Coroutine next = budget == 0 ? null : resuming.peek();
        if (next == null || !next.isUnstarted()) {
            return null;
        }
        budget--;
        resuming.drop();
        next.claimFromBatch(this);
        adopt(next);
        turns++;
        counters.resumed++;
        if (ScopedBindings.of(thread) != ScopedBindings.NONE) {
            ScopedBindings.set(thread, ScopedBindings.NONE);
        }
        if (ContextLoaders.of(thread) != outerLoader) {
            ContextLoaders.set(thread, outerLoader);
        }
        return next;
    }

    @Override
    public String toString() {
        return name;
    }
}
