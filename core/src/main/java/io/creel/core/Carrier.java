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
 * The place where coroutines run: what one thread needs to start and resume them. A worker has one.
 *
 * <p>
 * Threads: every method but {@link #isIdle} and those that say so is called by one thread, the first that resumes
 * something here, and never from inside a coroutine or a suspension callback of the same carrier. Nothing here blocks,
 * takes a lock or, in steady state, allocates: coroutines and stacks are pooled.
 *
 * <p>
 * Resuming costs O(1); an exception of a body ends that coroutine only.
 */
public final class Carrier {
    /** How many starts may wait for {@link #resumeStarted()}. */
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
    /** Whose deadlines this one looks after at its next tick. */
    private int helpTurn;
    private Slicing slicing;
    private final PreemptRequest preemption = new PreemptRequest();
    private volatile Runnable wakeUp = () -> {
    };
    private Thread thread;
    /** The one before, if the carrier has moved. */
    private Thread formerThread;
    /** Binds the thread that starts coroutines before {@link #thread} is known. */
    private final ThreadBinding starter = new ThreadBinding(this, "carrier",
            "a stash between threads, such as an MpscStash");
    /** What the thread has outside coroutines; as most stores here made only where it changes, because a reference costs a barrier. */
    Object outerBindings;
    /** The context class loader of the thread outside coroutines, which each of them begins and goes on with. */
    Object outerLoader;
    /** The interrupt status of the thread outside coroutines, which it has between any two of them. */
    boolean outerInterrupt;
    private boolean entered;
    /** The batch that was resumed last, and how many of it are left to resume now. */
    private Batch resuming;
    private int budget;
    /** The stack whose occupant runs, or a coroutine that has none. Written without order, read by whoever is curious. */
    private Object running;
    /** Handles that were taken to run here, not counting those that others transferred to. Read by whoever is curious. */
    private long turns;
    private int nowMs = Coroutine.UNKNOWN_MS;
    private Set<String> locksOutside = Set.of();
    private Coroutine settling;
    private Coroutine driver;
    private boolean shutting;
    private boolean closed;

    /**
     * Makes a carrier that prints what its coroutines fail with.
     *
     * @param name
     *            what error messages and dumps call it
     */
    public Carrier(String name) {
        this(name, FailureHandler.PRINT);
    }

    /**
     * Makes a carrier.
     *
     * @param name
     *            what error messages and dumps call it
     * @param failures
     *            told of every exception that ends a coroutine here
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

    /** What error messages and dumps call it. */
    public String name() {
        return name;
    }

    /** What has happened here. Readable from any thread. */
    public CarrierCounters counters() {
        return counters;
    }

    /** Who bounds how long coroutines run here; {@code null}, as at first, for nobody. */
    public void setSlicing(Slicing bound) {
        slicing = bound;
    }

    Slicing slicing() {
        return slicing;
    }

    /**
     * Asks one run of one coroutine to end at its next {@link Coroutine#checkpoint()}, if other work waits then, whatever its
     * slice says. From any thread: a timer, a dispatcher. A run that is over by then is nobody's business, and the one after it
     * is not touched. Without {@link #setSlicing(Slicing)} nothing happens. A later request takes the place of an earlier one, so who
     * must not miss asks again while the run goes on.
     *
     * @param run
     *            its number: what {@link CarrierCounters#resumed()} of this carrier says while it runs
     */
    public void preempt(long run) {
        preemption.ask(run);
    }

    boolean isPreempted() {
        return preemption.isFor(counters.resumed);
    }

    /**
     * What to call, from any thread, when another thread has sent something for {@link #poll()} and this one may be asleep.
     * It must not block; what it throws goes to the failure handler.
     */
    public void onSignal(Runnable wake) {
        wakeUp = Objects.requireNonNull(wake, "wake");
        if (!inbox.isEmpty()) {
            wake.run();
        }
    }

    /**
     * Tells the carrier the time, by which deadlines are kept and the age of suspensions is known. Called by the carrier's
     * thread: while it {@linkplain #hasDeadlines() has deadlines}, as often as these are to be exact, a worker once a duty cycle. One
     * call ends at most 1,024 waits whose time is up, which go on at the next {@link #poll()}; the next call ends the next ones.
     *
     * @param nowNs
     *            nanoseconds of any clock that only goes forward, always the same one
     */
    public void tick(long nowNs) {
        nowMs = (int) (nowNs / 1_000_000);
        deadlines.tick(nowNs);
        deadlineGroup.help(helpTurn++, nowNs, this);
    }

    /**
     * Lets carriers look after each other's deadlines. A wait that can be ended from any thread, or a scope, is then ended no later than
     * 1 ms after its time and the next {@link #tick} of another carrier, if its own carrier is busy. The coroutine goes on where it would
     * have: on the carrier that ran it last, or by way of its channel's ready stash. A wait in a list or a tree of one thread is left to
     * that thread.
     *
     * @param group
     *            carriers that are told the time by the same clock, before any of them is used
     */
    public static void shareDeadlines(List<Carrier> group) {
        DeadlineGroup shared = new DeadlineGroup(group);
        for (Carrier member : group) {
            member.deadlineGroup = shared;
            member.deadlines.setGroup(shared);
        }
    }

    /**
     * How long this carrier may go without a {@link #tick} for the sake of deadlines, its own and those of carriers that
     * {@linkplain #shareDeadlines share} theirs: how long a worker without work may sleep. By the carrier's thread. O(carriers that
     * share).
     *
     * @param nowNs
     *            the time now
     * @return nanoseconds, 0 if something is due; {@code Long.MAX_VALUE} if nothing will be
     */
    public long quietNs(long nowNs) {
        return Math.min(deadlines.quietNs(nowNs), deadlineGroup.quietNs(nowNs, this));
    }

    /**
     * Where to read the time at which a deadline is set: the one that {@link #tick} is told. Without it a deadline counts from the last
     * tick. Read inside coroutines.
     */
    public void setClock(LongSupplier nanoClock) {
        deadlines.setClock(nanoClock);
    }

    /** Whether a deadline was set here that has not come yet. */
    public boolean hasDeadlines() {
        return !deadlines.isEmpty();
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** Where coroutines wait that {@linkplain Coroutine#sleep sleep} here. */
    Sleepers sleepers() {
        return sleepers;
    }

    /**
     * Lets a coroutine go on that was unlinked for its time-out, by the look of this carrier. Its stash owns the handle until now.
     */
    void timedOut(Coroutine unlinked, Stash from) {
        counters.timedOut++;
        try {
            Stash ready = from.afterTimeOut();
            if (ready != null && from.pass(unlinked, ready)) {
                return;
            }
        } catch (Throwable thrown) {
            report(unlinked, thrown); // by a stash of the user's, which did not take it
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
            unlinked.move(home.inbox, inbox); // closed: this one takes it over
            giveOrReport(unlinked);
        }
    }

    /** The coroutine that runs here now, or {@code null}. From any thread; a moment's estimate. */
    public Coroutine running() {
        Object seen = RUNNING.getOpaque(this);
        return seen instanceof Stack stack ? stack.occupant : (Coroutine) seen;
    }

    /** A number that changes whenever the next in turn goes on here. From any thread; a moment's estimate. */
    long turns() {
        return (long) TURNS.getOpaque(this);
    }

    /** The thread that uses it, {@code null} before the first use. From any thread. */
    public Thread thread() {
        return thread;
    }

    /**
     * Gives the carrier, with all that waits here, to a thread that is started after this; what is homed here goes on there.
     * Called by the thread that used it until now, and does so no more.
     *
     * @return {@code false} where this JVM's coroutines cannot change threads, see {@link JvmArguments#mobility()}: the carrier
     *         stays with its thread
     * @throws IllegalStateException
     *             where this carrier is resuming
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

    /** The stack of its thread, innermost frame first. From any thread. */
    StackTraceElement[] stackTrace() {
        Thread bound = thread;
        return bound == null ? new StackTraceElement[0] : bound.getStackTrace();
    }

    /** The time of the last {@link #tick}, modulo 2^32; {@link Coroutine#UNKNOWN_MS} before the first. Any thread. */
    int nowMs() {
        return nowMs;
    }

    /** Checks that the running coroutine holds no monitor and no lock of this thread, see {@link io.creel.core.internal.Checks}. */
    void verifyNoLocks(Coroutine suspending) {
        DIAGNOSTICS.verifyNoLocks(suspending, thread, locksOutside);
    }

    /** Whether nothing is waiting for {@link #poll()} or {@link #resumeStarted()}. */
    public boolean isIdle() {
        return inbox.isEmpty() && started.isEmpty();
    }

    /**
     * Makes a pooled coroutine that begins at the next {@link #resumeStarted()}; its handle is valid until its end, when it
     * is used again for another start. May be called from inside a coroutine of this carrier.
     *
     * @param body
     *            what it does
     * @param argument
     *            what the body is called with
     * @throws IllegalStateException
     *             where {@link #MAX_PENDING_STARTS} are waiting and this is a coroutine's call (other callers make room by
     *             running them), or where the carrier is closed
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
     * Makes a pooled coroutine that waits before it begins: as if its body awaited {@code where} in its first line, but
     * without the cost of a suspension. May be called from inside a coroutine of this carrier.
     *
     * @param where
     *            gets the handle, and owns it if it returns {@code true}
     * @param body
     *            what the coroutine does once resumed
     * @param argument
     *            what the body is called with
     * @return {@code false} if the callback refuses the handle: nothing was started, the argument is still the caller's
     * @throws IllegalStateException
     *             if the callback returns {@code false} but has given the handle to another owner: the coroutine goes on,
     *             and the argument is its own
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
     * Makes a pooled coroutine that waits in a stash before it begins; see {@link #start(SuspensionCallback, Body, Object)}.
     *
     * @return {@code false} where the stash is full or closed: nothing was started, the argument is still the caller's
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

    /** Takes back a claimed coroutine that found no place. */
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
        if (fresh.carrier != this) { // a volatile store costs more than all the rest
            fresh.carrier = this;
        }
        counters.created++;
        fresh.prepare(body, argument, JvmArguments.mobility(), state, stash);
        return fresh;
    }

    /**
     * Resumes a suspended coroutine, or begins one, and runs it until it suspends or ends. Where it is homed on another
     * carrier, it is sent there instead.
     *
     * @throws IllegalStateException
     *             where the handle is not the caller's: stashed, running or ended; where this carrier is already resuming
     *             (use {@link Coroutine#transfer}); where another thread uses this carrier
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
     * Resumes a coroutine if it is still in the suspension that the epoch names, taking it out of the stash it waits in. For
     * those who keep a copy of a handle without owning it: a time-out, an index.
     *
     * @return {@code false} where the epoch is stale, or where its stash cannot be taken from in the middle: nothing happened
     * @throws IllegalStateException
     *             where another carrier takes from its stash; where it waits for a lock, a semaphore, a condition or an event
     *             (cancel it instead); where this carrier is already resuming, or another thread uses it
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

    /** A variable holds it, or else the compare-and-set tells. */
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

    /** One transition from the stash to here or to the inbox of its home: while a variable holds it another copy may claim it. */
    private boolean resumeFrom(Stash stash, Coroutine handle, long epoch) {
        requireTimeOut(stash, handle);
        if (!stash.takeOut(handle, epoch)) {
            return false;
        }
        goOn(stash, handle);
        return true;
    }

    /** Resumes what the caller has unlinked, or sends it home; if that is closed, it is put back. */
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
     * Resumes every coroutine of a batch in order and leaves the batch empty.
     *
     * @return how many were resumed, or sent to the carrier they are homed on
     * @throws IllegalStateException
     *             where this carrier is already resuming, or another thread uses it
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
        if (batch.carrier != this) { // not where that was refused: it is somebody else's, who looks for it when it closes
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

    /** Takes the next of the batch that goes on here, claimed; sends home what does not. {@code null} where none is left. */
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
     * Begins what {@link #start(Body, Object)} has made until now.
     *
     * @return how many
     */
    public int resumeStarted() {
        return resume(started);
    }

    /**
     * Handles what other threads have sent: resumes coroutines homed here, cancels those that wait here.
     *
     * @return how many signals were handled
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
                reportHere(sent, unexpected); // the others in the inbox do not pay for it
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
            asked.unmarkRequest(); // before it is looked at: a request that comes later is put in again
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
     * Takes a cancelled coroutine out of where it waits and lets it end. Only out of a stash that this carrier takes from: a
     * handle that is elsewhere ends when its owner resumes it.
     */
    private void cancel(Coroutine waiting) {
        long epoch = waiting.epoch(); // first: of a later suspension its own request, or the one who stashes it, tells
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
     * Cancels everything that waits for this carrier, in its own lists or in stashes that it drains, runs it to its end, and
     * refuses what comes later. Idempotent. A group of carriers that hold each other's coroutines repeats
     * {@link #cancelWaiting()} over all of them before it {@link #shut()}s the first.
     *
     * @return how many coroutines were cancelled
     * @throws IllegalStateException
     *             where this carrier is resuming, or another thread uses it
     */
    public long close() {
        long before = counters.cancelled;
        if (!closed) {
            while (cancelWaiting() > 0) {
                continue; // what ends may have made, or sent here, something new
            }
            shut();
        }
        return counters.cancelled - before;
    }

    /**
     * One pass of {@link #close()}: handles what other threads have sent, and cancels what waits now. What is cancelled here
     * runs to its end in the next pass, on the carrier that may run it; what other threads add meanwhile is left to that
     * pass, too.
     *
     * @return how many signals and handles were found; 0 means that nothing waited
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
     * The end of {@link #close()}: from now on starts, resumes and signals are refused. What is sent before that is cancelled,
     * too; what others put into stashes meanwhile is left there, or producers that never rest would keep this from ending.
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

    /** Makes this the carrier of a coroutine; one made without any counts as created where it is seen first. */
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
     * Sends a handle that the inbox has been made the owner of, and wakes the carrier's thread. From any thread.
     *
     * @return {@code false} where the carrier is closed, and the handle still the caller's to place
     */
    boolean give(Coroutine handle) {
        boolean given = inbox.give(handle);
        if (given) {
            wakeThread(handle);
        }
        return given;
    }

    /** What the callback throws is reported: whoever unlocks or signals has done so, and goes on to the next waiter. */
    void wakeThread(Coroutine sent) {
        try {
            wakeUp.run();
        } catch (Throwable unexpected) {
            report(sent, unexpected);
        }
    }

    /** {@link #give}, for a caller that can only end the coroutine, if it has not begun, or report that the carrier is closed. */
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

    /** {@link #give}, for a caller that keeps the handle where the carrier is closed. */
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
     * Asks for the cancellation of what waits here, and wakes the carrier's thread. From any thread.
     *
     * @return {@code false} where the carrier is closed
     */
    boolean ask(Coroutine waiting) {
        if (!waiting.markRequest()) {
            return true; // whoever handles the request before handles this, too
        }
        if (inbox.ask(waiting)) {
            wakeThread(waiting);
            return true;
        }
        waiting.unmarkRequest();
        return false;
    }

    /** A coroutine can go on nowhere but here, and this is closed. On the thread that wanted it to. */
    void reportClosed(Coroutine coroutine) {
        if (coroutine.returnToGuest(inbox) || EndAfterClose.tryEnd(coroutine, this)) {
            return;
        }
        report(coroutine, new IllegalStateException("carrier is closed: carrier=" + name + ", coroutine=" + coroutine));
    }

    /** A carrier that lives for the end of one coroutine after this one has closed. */
    Carrier successor() {
        return new Carrier(name + " after its close", failures, counters);
    }

    private boolean isElsewhere(Coroutine handle) {
        return handle.carrier != this && handle.isHomed();
    }

    /** Sends a handle that the caller owns to the carrier it is homed on; where that is closed, the caller keeps it. */
    private static void sendHome(Coroutine handle) {
        Carrier home = handle.carrier;
        handle.claimFor(home.inbox, "resume");
        home.giveOrThrow(handle);
    }

    /** Tells the failure handler, whose own exceptions go no further. */
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

    /** Throws if the caller is not on this carrier's thread. Before the carrier has a thread, one thread may start coroutines here. */
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

    /** Whether the caller is on this carrier's thread; false where that is a virtual one. */
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
            outerBindings = ScopedBindings.NONE; // keeps nothing alive
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
     * Runs a claimed coroutine, whatever its callback transfers to, and then the rest of the batch. One loop for all, because
     * a processor that has seen the stack change predicts each return of the frames above it wrongly, and pays for it.
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

    /** A plain call, outside any stack of ours. Returns what runs next, claimed, or {@code null}. */
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

    /** {@link #report}, on this carrier's thread between two coroutines. */
    void reportHere(Coroutine coroutine, Throwable failure) {
        report(coroutine, failure);
        restoreInterrupt();
    }

    /** After a coroutine, or a callback of one or about one: an interrupt from there is for nobody who runs after it. */
    void restoreInterrupt() {
        Interrupts.set(thread, outerInterrupt);
    }

    /** A stack was left whose occupant has ended, with nothing to go on with. */
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
     * A body has returned or thrown; called on its stack.
     *
     * @return the coroutine whose body the stack runs next, or {@code null} to leave the stack
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
            settling = ended; // on the carrier's stack: the listener may not await
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

    /** The next of the batch if it can begin on the stack of the one that has ended, as a plain call. */
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
