package io.creel.core;

import io.creel.core.internal.WaitQueue;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Epoch;
import io.creel.core.spec.Place;
import io.creel.core.spec.Result;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unowned;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
public final class Carrier extends RunLoop {
    /** The largest number of starts that may wait for {@link #resumeStarted()}. */
    public static final int MAX_PENDING_STARTS = 1 << 12;

    private static final int MAX_POOLED = 1 << 12;
    private final Batch started = new Batch(MAX_PENDING_STARTS);
    /** What other threads send here. */
    final Mailbox mailbox;
    private final Deadlines deadlines;
    private final Sleepers sleepers;
    private DeadlineGroup deadlineGroup = DeadlineGroup.NONE;
    /** Chooses the carrier whose deadlines this one checks at its next tick. Written by the carrier's thread. */
    private int helpTurn;
    private @Nullable Slicing slicing;
    private final PreemptRequest preemption = new PreemptRequest();
    /** Whether {@link #shut} has begun: handles that are sent here are cancelled. */
    private boolean shutting;

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
    private Carrier(String name, FailureHandler failures, @Nullable CarrierCounters origin) {
        JvmArguments.require();
        JvmArguments.tellMobility();
        super(name, failures, new CarrierCounters(origin), MAX_POOLED);
        mailbox = new Mailbox(this);
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
    public void setSlicing(@Nullable Slicing bound) {
        slicing = bound;
    }

    @Nullable
    Slicing slicing() {
        return slicing;
    }

    /**
     * Asks one run of one coroutine to end at its next {@link Coroutine#checkpoint()} or {@link PreemptionPoll}, if
     * other work waits then, whatever its slice says. Any thread may call it, such as a timer or a dispatcher. Without
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

    /**
     * Lowers the process-wide word that {@link #preempt} has raised for the polls of woven code, if no poll of this
     * carrier has answered yet. While the word is raised, every poll of the process is slow. So the caller of
     * {@link #preempt} withdraws a request whose run has ended, or does not answer for long. A checkpoint still answers
     * it. Any thread may call it.
     *
     * @return {@code false} if a poll has answered, or nothing was asked
     */
    public boolean withdrawPreemption() {
        return preemption.lower();
    }

    /**
     * {@return whether a request to preempt keeps the word of the polls raised: no poll has answered it, and it was not
     * withdrawn} Any thread may call it.
     */
    public boolean isPreemptionPending() {
        return preemption.isPending();
    }

    boolean isPreempted() {
        return preemption.isFor(counters.resumed);
    }

    PreemptRequest preemption() {
        return preemption;
    }

    /**
     * Sets the callback that wakes the thread of this carrier. A thread that has sent a signal for {@link #poll()}
     * calls it, because the carrier's thread may be asleep. If a signal waits already, it is called at once.
     *
     * @param wake
     *            called by any thread; must not block. A throwable of it goes to the failure handler
     */
    public void onSignal(Runnable wake) {
        mailbox.onSignal(wake);
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
        unlinked.move(from, home.mailbox.inbox);
        if (home.mailbox.inbox.give(unlinked)) {
            if (home != this) {
                home.mailbox.wakeThread(unlinked);
            }
        } else if (home == this || unlinked.isHomed()) {
            home.mailbox.reportClosed(unlinked);
        } else {
            unlinked.move(home.mailbox.inbox, mailbox.inbox); // the home is closed: this carrier takes it over
            mailbox.giveOrReport(unlinked);
        }
    }

    /** {@return the coroutine that runs here now, or {@code null}; an estimate} Any thread may call it. */
    @Borrowed
    public @Nullable Coroutine running() {
        return runningNow();
    }

    /** {@return the thread that uses this carrier; {@code null} before the first use} Any thread may call it. */
    public @Nullable Thread thread() {
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

    @Nullable
    Thread formerThread() {
        return formerThread;
    }

    /**
     * Returns the time of the last {@link #tick}, in milliseconds modulo 2^32; {@link Coroutine#UNKNOWN_MS} before the
     * first. Any thread.
     */
    int nowMs() {
        return nowMs;
    }

    /** {@return whether nothing waits for {@link #poll()} or {@link #resumeStarted()}} Any thread may call it. */
    public boolean isIdle() {
        return mailbox.inbox.isEmpty() && started.isEmpty();
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
    public <A extends @Nullable Object> void start(Body<A> body, @Transfers A argument) {
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
    public <A extends @Nullable Object> boolean start(SuspensionCallback where, Body<A> body,
            @Transfers(when = Result.TRUE) A argument) {
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
    public <A extends @Nullable Object> boolean start(Stash stash, Body<A> body,
            @Transfers(when = Result.TRUE) A argument) {
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

    private <A extends @Nullable Object> Coroutine fresh(Body<A> body, A argument, int state, @Nullable Stash stash) {
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
    @RunsOn(Place.CARRIER)
    public void resume(@Transfers Coroutine handle) {
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
    @RunsOn(Place.CARRIER)
    public boolean resume(@Unowned Coroutine handle, @Epoch long epoch) {
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
            if (!handle.claimEpochFor(home.mailbox.inbox, epoch)) {
                return false;
            }
            home.mailbox.giveOrThrow(handle);
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
        requireOpenHome(handle, epoch);
        if (!stash.takeOut(handle, epoch)) {
            return false;
        }
        goOn(stash, handle);
        return true;
    }

    /** Throws if only a closed carrier may end the suspension that the epoch names. The handle stays where it is. */
    private void requireOpenHome(Coroutine handle, long epoch) {
        Carrier home = handle.carrier;
        if (isElsewhere(handle) && home.mailbox.inbox.isClosedToHandles() && handle.epoch() == epoch) {
            throw home.mailbox.homeIsClosed(handle);
        }
    }

    /**
     * Resumes a handle that the caller has unlinked, or sends it home. If its home has closed since the caller looked,
     * the coroutine is reported as lost. It cannot go back: that needs the guard of its stash, and a pooled parking may
     * have another user by now.
     */
    private void goOn(Stash from, Coroutine unlinked) {
        if (!isElsewhere(unlinked)) {
            unlinked.claimFrom(from);
            runTurn(unlinked);
            return;
        }
        Carrier home = unlinked.carrier;
        unlinked.move(from, home.mailbox.inbox);
        home.mailbox.giveOrReport(unlinked);
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
     * Binds this carrier to the calling thread, as the first resume does. Call it first if the thread uses objects for
     * one thread before it resumes a coroutine. Such an object then refuses every other thread; without the call it
     * passes once to the next thread, see {@link ThreadBinding}.
     *
     * @throws IllegalStateException
     *             if another thread uses this carrier, or it is resuming or closed
     */
    public void bindThread() {
        enter("bind");
        exit();
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
    @RunsOn(Place.CARRIER)
    public int resume(@Changes Batch batch) {
        if (batch.carrier != this) {
            batch.requireThread("resume");
        }
        if (batch.isEmpty()) {
            if (batch.carrier != this) {
                batch.bind("resume", this);
            }
            return 0;
        }
        enter("resume");
        try {
            // Only now: if enter has refused, the batch belongs to another carrier, which looks for it when it closes.
            if (batch.carrier != this) {
                batch.bind("resume", this);
            }
            int size = batch.size();
            if (resuming != batch) {
                resuming = batch;
            }
            budget = size;
            run(nextOfBatch());
            return size;
        } finally {
            budget = 0;
            exit();
        }
    }

    /**
     * Begins the coroutines that {@link #start(Body, Object)} has made so far.
     *
     * @return the number of coroutines begun
     */
    @RunsOn(Place.CARRIER)
    public int resumeStarted() {
        return resume(started);
    }

    /**
     * Handles the signals of other threads: resumes handles that were sent here, and cancels coroutines that wait here.
     *
     * @return the number of handled signals
     */
    @RunsOn(Place.CARRIER)
    public int poll() {
        if (mailbox.inbox.isEmpty()) {
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
        Coroutine next = mailbox.inbox.takeHandles();
        while (next != null) {
            Coroutine sent = next;
            next = sent.next;
            sent.next = null;
            try {
                if (shutting) {
                    sent.requestCancel();
                }
                sent.claimFrom(mailbox.inbox);
                runTurn(sent);
            } catch (Throwable unexpected) {
                reportHere(sent, unexpected); // so that the other handles in the mailbox.inbox are resumed
            }
            handled++;
        }
        return handled;
    }

    private int cancelAsked() {
        int handled = 0;
        Coroutine next = mailbox.inbox.takeRequests();
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
            return;
        }
        requireOpenHome(waiting, epoch);
        if (stash.takeOut(waiting, epoch)) {
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
        return mailbox.inbox;
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
            if (mailbox.inbox.closeToRequests() && mailbox.inbox.closeToHandles()) {
                closed = true;
            } else {
                poll();
            }
        }
        deadlines.close();
        preemption.lower();
    }

    /**
     * Makes this the carrier of a coroutine. A coroutine without a carrier counts as created on the first one that
     * adopts it.
     */
    @Override
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

    /** Returns a carrier for the end of one coroutine after this one has closed. */
    Carrier successor() {
        return new Carrier(name + " after its close", failures, counters);
    }

    /**
     * Sends a handle that the caller owns to the carrier on which it is homed. If that is closed, the caller keeps the
     * handle.
     */
    private static void sendHome(Coroutine handle) {
        Carrier home = handle.carrier;
        handle.claimFor(home.mailbox.inbox, "resume");
        home.mailbox.giveOrThrow(handle);
    }

    boolean isClosed() {
        return closed;
    }
}
