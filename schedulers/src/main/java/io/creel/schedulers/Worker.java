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
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * A carrier and the program that feeds it. {@link #doWork()} is one duty cycle; who calls it, a thread of a
 * {@link WorkerGroup}, a simulator or a test, is not its business.
 *
 * <p>
 * Threads: the first thread that runs a coroutine here owns the worker; only {@link #wake()}, {@link #counts()},
 * {@link #name()}, {@link #index()} and {@link #group()} may be called by others. {@code start} may be called from inside a coroutine of this
 * worker, {@code resume} and {@link #doWork()} may not. Nothing here blocks, takes a lock or, in steady state, allocates.
 */
public final class Worker {
    /** The most duty cycles between two looks at the clock. */
    static final int CYCLES_A_LOOK = 16;
    /** Less than what the age of a suspension is shown in; cycles that take longer have the clock read in each. */
    private static final long FAST_CYCLES_NS = 100_000;
    private static final Wakeable NOBODY = () -> {
    };

    private final String name;
    private final int index;
    private final Carrier carrier;
    private final DutyCycle cycle = DutyCycle.ofWorker();
    private final LongSupplier nanoClock;
    private final WorkerFailureHandler failures;
    private final RepeatedFailures repeated = new RepeatedFailures();
    private WorkerProgram program;
    private long cycles;
    private long lookedNs;
    private int cyclesToLook;
    private long programFailures;
    private long deaths;
    private volatile Wakeable sleeper = NOBODY;
    /** Written before the workers of the group start, {@code null} without a group. */
    private volatile WorkerGroup group;
    /** Told of a program that uses an object of another thread; written as {@link #group} is. */
    private volatile BiConsumer<Worker, ThreadBindingException> misuses = (_, _) -> {
    };
    private volatile IntSupplier besides = () -> 0;

    /**
     * Makes a worker for a caller of {@link #doWork()} that prints what fails.
     *
     * @param name
     *            what error messages and dumps call it
     * @param program
     *            what it does in a cycle
     * @param nanoClock
     *            for the deadlines of its coroutines and the ages of their suspensions; see {@link #doWork()}
     */
    public Worker(String name, WorkerProgram program, LongSupplier nanoClock) {
        this(name, program, nanoClock, FailureHandler.PRINT, WorkerFailureHandler.PRINT);
    }

    /**
     * Makes a worker for a caller of {@link #doWork()}.
     *
     * @param name
     *            what error messages and dumps call it
     * @param program
     *            what it does in a cycle
     * @param nanoClock
     *            for the deadlines of its coroutines and the ages of their suspensions; see {@link #doWork()}
     * @param coroutineFailures
     *            told of what its coroutines throw
     * @param failures
     *            told of what its program throws
     */
    public Worker(String name, WorkerProgram program, LongSupplier nanoClock, FailureHandler coroutineFailures,
            WorkerFailureHandler failures) {
        this(name, 0, nanoClock, coroutineFailures, failures);
        program(program);
    }

    /** A worker of a group, which gives it a program before its first cycle. */
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

    /** What error messages and dumps call it. */
    public String name() {
        return name;
    }

    /** Its place in its group, from 0; 0 without a group. */
    public int index() {
        return index;
    }

    /** Its group; {@code null} without one. */
    public WorkerGroup group() {
        return group;
    }

    /** Where its coroutines run. */
    public Carrier carrier() {
        return carrier;
    }

    /** What has happened here; allocates the answer. */
    public WorkerCounts counts() {
        return WorkerCounts.of(carrier.counters(), cycles, programFailures, deaths);
    }

    /**
     * One duty cycle: deadlines and what other threads have sent, then the program, then what {@link #start(Body, Object)} has made,
     * and at last what these have put off until its end, see {@link DutyCycle}.
     * The clock is read in each cycle while a deadline is set, or where cycles are idle or long. A worker that has done 16 within 100
     * microseconds reads it again after 16 more, or once nothing is left to do: until then what suspends may look that much older
     * than it is.
     *
     * @return how much was done; 0 where nothing was found to do. A cycle whose program threw an exception counts as work:
     *         something may be left to do
     * @throws Error
     *             where the program threw it; the worker can go on, and a group's does, on a new thread
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
                cyclesToLook = 0; // it may sleep now
            }
            return work;
        } finally {
            cycle.end();
        }
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

    /** Tells the carrier the time. Reading a clock takes as long as a good part of a switch. */
    private void look() {
        long nowNs = nanoClock.getAsLong();
        carrier.tick(nowNs);
        cyclesToLook = nowNs - lookedNs < FAST_CYCLES_NS ? CYCLES_A_LOOK : 0;
        lookedNs = nowNs;
    }

    /**
     * Starts a coroutine, which begins at the end of this duty cycle.
     *
     * @throws IllegalStateException
     *             where the worker's group is closed, or where a coroutine starts too many, see
     *             {@link Carrier#start(Body, Object)}
     */
    public <A> void start(Body<A> body, A argument) {
        carrier.start(body, argument);
    }

    /**
     * Starts a coroutine that waits before it begins, as if its first line awaited {@code where}.
     *
     * @return {@code false} if the callback refuses the handle: nothing was started, the argument is still the caller's
     * @throws IllegalStateException
     *             where the worker's group is closed
     */
    @CheckReturnValue
    public <A> boolean start(SuspensionCallback where, Body<A> body, A argument) {
        return carrier.start(where, body, argument);
    }

    /**
     * Starts a coroutine that waits in a stash before it begins.
     *
     * @return {@code false} where the stash is full or closed: nothing was started, the argument is still the caller's
     * @throws IllegalStateException
     *             where the worker's group is closed
     */
    @CheckReturnValue
    public <A> boolean start(Stash where, Body<A> body, A argument) {
        return carrier.start(where, body, argument);
    }

    /**
     * Resumes every coroutine of a batch in order and leaves the batch empty.
     *
     * @return how many were resumed, or sent to the worker they are homed on
     */
    public int resume(Batch batch) {
        return carrier.resume(batch);
    }

    /** Resumes one coroutine, owned by the caller; see {@link Carrier#resume(Coroutine)}. */
    public void resume(Coroutine handle) {
        carrier.resume(handle);
    }

    /**
     * Makes the worker do another duty cycle soon if it sleeps: to be called, from any thread, after something was put where
     * its program will look. What goes through the carrier (cancelling, homed coroutines) wakes by itself.
     */
    public void wake() {
        sleeper.wake();
    }

    /**
     * How long this worker may go without a duty cycle for the sake of deadlines; see {@link Carrier#quietNs}. For its thread, before
     * it sleeps.
     *
     * @return nanoseconds, 0 if something is due; {@code Long.MAX_VALUE} if nothing will be
     */
    public long quietNs() {
        return carrier.quietNs(nanoClock.getAsLong());
    }

    /**
     * Stops the group of this worker, as {@link WorkerGroup#stop()} does: for a program that has nothing more to do. From any thread.
     *
     * @throws IllegalStateException
     *             if the worker belongs to no group: the caller of {@link #doWork()} stops by calling it no more
     */
    public void stop() {
        WorkerGroup stopped = group;
        if (stopped == null) {
            throw new IllegalStateException("stop refused, the worker belongs to no group: worker=" + name);
        }
        stopped.stop();
    }

    void belongsTo(WorkerGroup its) {
        group = its;
    }

    void misuses(BiConsumer<Worker, ThreadBindingException> told) {
        misuses = told;
    }

    /** Has more done in each cycle. */
    void runEachCycle(IntSupplier more) {
        IntSupplier before = besides;
        besides = () -> before.getAsInt() + more.getAsInt();
    }

    void wakes(Wakeable idle) {
        sleeper = idle;
    }

    void program(WorkerProgram does) {
        program = Objects.requireNonNull(does, "program");
    }

    /** Counts and reports what a group's worker has died of. */
    void died(Throwable death) {
        deaths++;
        report(death);
    }

    /** Tells the failure handler, whose own exceptions go no further. */
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
