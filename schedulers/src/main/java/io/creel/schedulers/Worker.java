package io.creel.schedulers;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.DutyCycle;
import io.creel.core.FailureHandler;
import io.creel.core.Stash;
import io.creel.core.SuspensionCallback;
import io.creel.core.ThreadBindingException;
import io.creel.core.WaitSources;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Place;
import io.creel.core.spec.Result;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Transfers;
import io.creel.schedulers.internal.SchedulerEvents;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A carrier and the program that feeds it. {@link #doWork()} is one duty cycle; a thread of a {@link WorkerGroup}, a
 * simulator or a test calls it.
 *
 * <p>
 * Threads: the first thread that runs a coroutine here owns the worker. Other threads may only call {@link #wake()},
 * {@link #counts()}, {@link #name()}, {@link #index()} and {@link #group()}. {@code start} may be called from inside a
 * coroutine of this worker; {@code resume} and {@link #doWork()} may not. Nothing here blocks, takes a lock or, in
 * steady state, allocates.
 */
public final class Worker {
    /** The most duty cycles between two readings of the clock. */
    static final int CYCLES_A_LOOK = 16;
    /**
     * If a set of cycles takes longer than this, the clock is read in each cycle. It is less than the unit in which
     * ages of suspensions are shown.
     */
    private static final long FAST_CYCLES_NS = 100_000;
    private static final IntSupplier NOTHING = () -> 0;
    /** The value of {@link #idleSinceNs} while the worker finds work. */
    private static final long BUSY = Long.MIN_VALUE;
    private static final VarHandle IDLE;
    private static final VarHandle SINCE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            IDLE = lookup.findVarHandle(Worker.class, "idleNs", long.class);
            SINCE = lookup.findVarHandle(Worker.class, "idleSinceNs", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private static final Wakeable NOBODY = () -> {
    };

    private final String name;
    private final int index;
    private final Carrier carrier;
    private final DutyCycle cycle = DutyCycle.ofWorker();
    private final LongSupplier nanoClock;
    private final WorkerFailureHandler failures;
    private final RepeatedFailures repeated = new RepeatedFailures();
    @SuppressWarnings("NullAway.Init") // set before the first cycle
    private WorkerProgram program;
    private long cycles;
    private long lookedNs;
    private int cyclesToLook;
    /** The time in cycles without work and after them, up to the last change to a cycle with work. Opaque. */
    private long idleNs;
    /** When the present idle time has begun; {@link #BUSY} if the last cycle found work. Opaque. */
    private long idleSinceNs = BUSY;
    private final SchedulerEvents.ResumeBatchEvent resumed = SchedulerEvents.resumeBatch();
    private long programFailures;
    private long deaths;
    private volatile Wakeable sleeper = NOBODY;
    /**
     * The group of this worker; written by the thread that starts the group, before the workers start; {@code null}
     * without a group.
     */
    private volatile @Nullable WorkerGroup group;
    /** Receives the misuse of an object of another thread by the program; written together with {@link #group}. */
    private volatile BiConsumer<Worker, ThreadBindingException> misuses = (_, _) -> {
    };
    private volatile IntSupplier besides = NOTHING;

    /**
     * Makes a worker for a caller of {@link #doWork()}, which prints failures.
     *
     * @param name
     *            its name in error messages and dumps
     * @param program
     *            does the work of each cycle
     * @param nanoClock
     *            nanoseconds, for the deadlines of its coroutines and the ages of their suspensions; see
     *            {@link #doWork()}
     */
    public Worker(String name, WorkerProgram program, LongSupplier nanoClock) {
        this(name, program, nanoClock, FailureHandler.PRINT, WorkerFailureHandler.PRINT);
    }

    /**
     * Makes a worker for a caller of {@link #doWork()}.
     *
     * @param name
     *            its name in error messages and dumps
     * @param program
     *            does the work of each cycle
     * @param nanoClock
     *            nanoseconds, for the deadlines of its coroutines and the ages of their suspensions; see
     *            {@link #doWork()}
     * @param coroutineFailures
     *            receives the exceptions of its coroutines
     * @param failures
     *            receives the exceptions of its program
     */
    public Worker(String name, WorkerProgram program, LongSupplier nanoClock, FailureHandler coroutineFailures,
            WorkerFailureHandler failures) {
        this(name, 0, nanoClock, coroutineFailures, failures);
        program(program);
    }

    /** Makes a worker of a group, which gives it a program before its first cycle. */
    Worker(String name, int index, LongSupplier nanoClock, FailureHandler coroutineFailures,
            WorkerFailureHandler failures) {
        this.name = Objects.requireNonNull(name, "name");
        this.index = index;
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        this.failures = Objects.requireNonNull(failures, "failures");
        carrier = new Carrier(name, coroutineFailures);
        carrier.onSignal(this::wake);
        carrier.setClock(nanoClock);
    }

    /** {@return the name of this worker in error messages and dumps} */
    public String name() {
        return name;
    }

    /** {@return its place in its group, from 0; 0 without a group} */
    public int index() {
        return index;
    }

    /** {@return its group; {@code null} without one} */
    public @Nullable WorkerGroup group() {
        return group;
    }

    /** {@return the carrier on which its coroutines run} */
    public Carrier carrier() {
        return carrier;
    }

    /** {@return its counts so far; allocates the answer} */
    public WorkerCounts counts() {
        return WorkerCounts.of(carrier.counters(), cycles, programFailures, deaths);
    }

    /**
     * {@return for how many nanoseconds this worker has found no work so far, with the present pause} Any thread; an
     * estimate. Cycles that are too fast to be timed one by one count as work until the next reading of the clock.
     */
    public long idleNs() {
        long sinceNs = (long) SINCE.getOpaque(this);
        long soFarNs = (long) IDLE.getOpaque(this);
        return sinceNs == BUSY ? soFarNs : soFarNs + Math.max(0, nanoClock.getAsLong() - sinceNs);
    }

    /**
     * Does one duty cycle: expired deadlines and messages of other threads, then the program, then the coroutines that
     * {@link #start(Body, Object)} has made, and at last the work that these have put off until the end of the cycle,
     * see {@link DutyCycle}.
     *
     * <p>
     * The clock is read in each cycle while a deadline is set, or if cycles are idle or long. A worker that has done 16
     * cycles within 100 microseconds reads it again after 16 more, or once nothing is left to do. Until then, a
     * coroutine that suspends may look that much older than it is.
     *
     * @return how much was done; 0 if nothing was found to do. A cycle whose program threw an exception counts as work,
     *         because something may be left to do
     * @throws Error
     *            if the program threw it; the worker can go on, and a group's does, on a new thread
     */
    public int doWork() {
        cycles++;
        if (--cyclesToLook <= 0 || carrier.hasDeadlines()) {
            look();
        }
        cycle.begin();
        try {
            int work = carrier.poll();
            try {
                work += besides.getAsInt() + program.doWork(this);
            } catch (Exception failure) {
                work++;
                failed(failure);
            }
            work += carrier.resumeStarted();
            if (work == 0) {
                if (idleSinceNs == BUSY) {
                    SINCE.setOpaque(this, isLooked() ? lookedNs : nanoClock.getAsLong());
                }
                cyclesToLook = 0; // it may sleep now
            } else if (idleSinceNs != BUSY) { // the clock was read when this cycle began
                IDLE.setOpaque(this, idleNs + (lookedNs - idleSinceNs));
                SINCE.setOpaque(this, BUSY);
            }
            return work;
        } finally {
            cycle.end();
        }
    }

    /** Returns whether this cycle has read the clock at its begin. */
    private boolean isLooked() {
        return cyclesToLook == 0 || cyclesToLook == CYCLES_A_LOOK;
    }

    private void failed(Exception failure) {
        programFailures++;
        if (repeated.isReported(failure)) {
            report(failure);
        }
        if (failure instanceof ThreadBindingException misuse) {
            misuses.accept(this, misuse);
        }
    }

    /** Reads the clock and gives the carrier the time. Reading a clock takes as long as a good part of a switch. */
    private void look() {
        long nowNs = nanoClock.getAsLong();
        carrier.tick(nowNs);
        cyclesToLook = nowNs - lookedNs < FAST_CYCLES_NS ? CYCLES_A_LOOK : 0;
        lookedNs = nowNs;
    }

    /**
     * Starts a coroutine, which begins at the end of this duty cycle.
     *
     * @param <A>
     *            the type of the argument
     * @param body
     *            the code of the coroutine
     * @param argument
     *            passed to the body
     * @throws IllegalStateException
     *            if the worker's group is closed, or if a coroutine starts too many, see {@link Carrier#start(Body,
     *            Object)}
     */
    public <A> void start(Body<A> body, @Transfers A argument) {
        carrier.start(body, argument);
    }

    /**
     * Starts a coroutine that waits before it begins, as if its first line awaited {@code where}.
     *
     * @param <A>
     *            the type of the argument
     * @param where
     *            gets the handle
     * @param body
     *            the code of the coroutine
     * @param argument
     *            passed to the body
     * @return {@code false} if the callback refuses the handle: nothing was started, the argument is still the caller's
     * @throws IllegalStateException
     *            if the worker's group is closed
     */
    @CheckReturnValue
    public <A> boolean start(SuspensionCallback where, Body<A> body, @Transfers(when = Result.TRUE) A argument) {
        return carrier.start(where, body, argument);
    }

    /**
     * Starts a coroutine that waits in a stash before it begins.
     *
     * @param <A>
     *            the type of the argument
     * @param where
     *            gets the handle
     * @param body
     *            the code of the coroutine
     * @param argument
     *            passed to the body
     * @return {@code false} if the stash is full or closed: nothing was started, the argument is still the caller's
     * @throws IllegalStateException
     *            if the worker's group is closed
     */
    @CheckReturnValue
    public <A> boolean start(Stash where, Body<A> body, @Transfers(when = Result.TRUE) A argument) {
        return carrier.start(where, body, argument);
    }

    /**
     * Resumes every coroutine of a batch in order.
     *
     * @param batch
     *            empty afterwards
     * @return how many were resumed, or sent to the worker they are homed on
     */
    @RunsOn(Place.CARRIER)
    public int resume(@Changes Batch batch) {
        SchedulerEvents.ResumeBatchEvent event = resumed;
        if (!event.isEnabled()) {
            return carrier.resume(batch);
        }
        event.begin();
        int count = carrier.resume(batch);
        event.end();
        if (count > 0 && event.shouldCommit()) {
            event.worker = name;
            event.coroutines = count;
            event.commit();
        }
        return count;
    }

    /**
     * Resumes one coroutine; see {@link Carrier#resume(Coroutine)}.
     *
     * @param handle
     *            owned by the caller
     */
    @RunsOn(Place.CARRIER)
    public void resume(@Transfers Coroutine handle) {
        carrier.resume(handle);
    }

    /**
     * Makes the worker do another duty cycle soon if it sleeps. Called, from any thread, after work was put into a
     * place that its program will look at. Messages through the carrier (cancelling, homed coroutines) wake the worker
     * by themselves.
     */
    public void wake() {
        sleeper.wake();
    }

    /**
     * Lets the worker sleep at once if the present cycle finds no work, instead of spinning first: its core has better
     * uses for now. Called by its program.
     */
    public void rest() {
        sleeper.rest();
    }

    /**
     * Returns how long this worker may go without a duty cycle for the sake of deadlines; see {@link Carrier#quietNs}.
     * Called on its thread, before it sleeps.
     *
     * @return nanoseconds, 0 if a deadline is due; {@code Long.MAX_VALUE} if none will be
     */
    public long quietNs() {
        return carrier.quietNs(nanoClock.getAsLong());
    }

    /**
     * Returns whether a poll of one of this worker's sources may find something now: of the receive queues and other
     * wait sources that its cycles poll. A program that slices best-effort work asks this when a slice is used up, so
     * that a packet waits for a slice and not for the end of the work. Called on its thread, also inside a coroutine.
     *
     * @return whether to poll
     */
    public boolean sourcesHaveWork() {
        return cycle.sources().haveWork();
    }

    /**
     * Stops the group of this worker, as {@link WorkerGroup#stop()} does; for a program that has nothing more to do.
     * From any thread.
     *
     * @throws IllegalStateException
     *            if the worker belongs to no group: the caller of {@link #doWork()} stops by calling it no more
     */
    public void stop() {
        WorkerGroup stopped = group;
        if (stopped == null) {
            throw new IllegalStateException("stop refused, the worker belongs to no group: worker=" + name);
        }
        stopped.stop();
    }

    /** Returns the sources that its cycles poll. */
    WaitSources sources() {
        return cycle.sources();
    }

    /** Returns whether everything that its cycles look at wakes it. Work besides the program may not. */
    boolean isWoken() {
        return besides == NOTHING && program.isWoken();
    }

    void belongsTo(WorkerGroup its) {
        group = its;
    }

    void misuses(BiConsumer<Worker, ThreadBindingException> told) {
        misuses = told;
    }

    /** Adds work to each cycle, before the program. */
    void runEachCycle(IntSupplier more) {
        IntSupplier before = besides;
        besides = () -> before.getAsInt() + more.getAsInt();
        wake(); // it may sleep until it is woken
    }

    void wakes(Wakeable idle) {
        sleeper = idle;
    }

    void program(WorkerProgram does) {
        program = Objects.requireNonNull(does, "program");
    }

    /** Counts and reports the error of which a group's worker has died. */
    void died(Throwable death) {
        deaths++;
        SchedulerEvents.groupChange(name, SchedulerEvents.GroupChange.WORKER_DIED, 1);
        report(death);
    }

    /** Reports a failure to the failure handler; an exception of the handler goes no further. */
    void report(Throwable failure) {
        try {
            failures.failed(this, failure);
        } catch (Throwable second) {
            second.addSuppressed(failure);
            second.printStackTrace();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
