package io.creel.schedulers;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.ThreadBindingException;
import io.creel.core.diagnostics.LiveObjects;
import io.creel.schedulers.internal.SchedulerEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Workers that start, stop and end together, each on a platform thread of its own.
 *
 * <p>
 * Closing loses nothing. Every coroutine that waits for a worker of the group, in its lists or in a stash that it
 * drains, is cancelled on its worker's thread, so that its {@code finally} blocks run, and is counted. Afterwards
 * {@code created = completed + failed + cancelled}, except for coroutines whose handles are held elsewhere, see
 * {@link WorkerCounts#outstanding()}. A handle that another thread pushes into a stash after that stays in it: close
 * the stash last.
 *
 * <p>
 * <b>A worker that dies</b> of an {@link Error} of its program is replaced. A new thread goes on with the same program
 * and with everything that waits for the worker: its stashes and batches, messages sent to it, coroutines homed on it.
 * If this JVM's coroutines cannot change threads (see {@link io.creel.core.JvmArguments#mobility()}), the same thread
 * goes on. A worker that dies again and again, each time within {@value WorkerRunner#REPLACEMENT_PERIOD_NS} ns, is
 * given up after {@value WorkerRunner#MAX_REPLACEMENTS} replacements; coroutines that wait for it are cancelled when
 * the group closes.
 *
 * <p>
 * <b>A program that throws an exception</b> goes on with its next cycle; a repeated failure is reported more and more
 * rarely, see {@link WorkerFailureHandler#failed}. A program that uses an object of another thread, see
 * {@link io.creel.core.ThreadBinding}, would be refused for ever. Therefore the group stops, and {@link #run} and
 * {@link #awaitStop} throw the sentence that names the object and both threads.
 *
 * <p>
 * <b>Deadlines of a busy worker</b> are kept by the others of its group, 1 ms after their time and at their next cycle:
 * they end its scopes, and waits that any thread may end; see {@link Carrier#shareDeadlines}.
 *
 * <p>
 * Threads: any thread may call {@link #stop()}, {@link #counts()} and {@link #worker}. Starting, waiting and closing
 * block, and are for threads outside the group. Worker threads are not daemons: a group that is not closed keeps the
 * JVM alive rather than losing work.
 */
public final class WorkerGroup implements AutoCloseable {
    private enum State {
        NEW, STARTED, CLOSED
    }

    private static final LiveObjects<WorkerGroup> LIVE = new LiveObjects<>();

    private final String name;
    private final WorkerGroupBuilder settings;
    private final List<WorkerRunner> runners = new ArrayList<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<LongConsumer> closedFirst = new CopyOnWriteArrayList<>();
    private final List<Runnable> closedWhenStopped = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile @Nullable GroupShutdown shutdown;
    /** The first misuse; written by compare-and-set by a worker, before it stops the group. */
    private final AtomicReference<@Nullable IllegalStateException> misuse = new AtomicReference<>();

    /**
     * Makes a group with the defaults of {@link WorkerGroupBuilder}.
     *
     * @param name
     *            its name in error messages and dumps; its workers are {@code name-0}, {@code name-1}, …
     * @param workers
     *            the number of workers, at least 1
     */
    public WorkerGroup(String name, int workers) {
        this(builder(name, workers));
    }

    WorkerGroup(WorkerGroupBuilder settings) {
        this.settings = settings;
        name = settings.name;
        for (int i = 0; i < settings.workers; i++) {
            Worker worker = new Worker(name + "-" + i, i, settings.nanoClock, settings.coroutineFailures,
                    settings.failures);
            worker.belongsTo(this);
            worker.misuses(this::misused);
            IdleStrategy idle = settings.newIdle();
            if (settings.threadSetup.forbidsSpinning() && !idle.givesUpCore()) {
                throw new IllegalArgumentException("group refused, its idle strategy spins and its threads must not:"
                        + " group=" + name + ", idle=" + idle.getClass().getSimpleName() + "; use SpinThenPoll");
            }
            runners.add(
                    new WorkerRunner(worker, idle, settings.threadSetup, settings.nanoClock, this::changed));
        }
        Carrier.shareDeadlines(runners.stream().map(runner -> runner.worker().carrier()).toList());
    }

    /**
     * Returns a builder of a group with other settings than the defaults.
     *
     * @param name
     *            its name in error messages and dumps; its workers are {@code name-0}, {@code name-1}, …
     * @param workers
     *            the number of workers, at least 1
     * @return the builder
     */
    public static WorkerGroupBuilder builder(String name, int workers) {
        return new WorkerGroupBuilder(name, workers);
    }

    /** {@return the name of this group in error messages and dumps} */
    public String name() {
        return name;
    }

    /** {@return the clock its workers read, in nanoseconds} */
    public LongSupplier nanoClock() {
        return settings.nanoClock;
    }

    /** {@return the number of workers} */
    public int size() {
        return runners.size();
    }

    /**
     * {@return one of its workers}
     *
     * @param index
     *            from 0
     */
    public Worker worker(int index) {
        return runners.get(index).worker();
    }

    /**
     * Starts all workers on one program and waits until {@link #stop()}, or until the last worker was given up.
     *
     * @param program
     *            called by all workers
     * @throws InterruptedException
     *            if the caller is interrupted; the workers go on
     * @throws IllegalStateException
     *            if the group was started before, or is closed; or if its program has used an object of another thread
     */
    public void run(WorkerProgram program) throws InterruptedException {
        start(program);
        awaitStop();
    }

    /**
     * Starts all workers on one program.
     *
     * @param program
     *            called by all workers
     * @throws IllegalStateException
     *            if the group was started before, or is closed
     */
    public void start(WorkerProgram program) {
        startEach(index -> program);
    }

    /**
     * Starts all workers, each on a program of its own with stashes and batches of its own.
     *
     * @param programs
     *            called once per worker, in order, on the calling thread
     * @throws IllegalStateException
     *            if the group was started before, or is closed
     * @throws IllegalArgumentException
     *            if a program does not fit this group
     */
    public void startEach(IntFunction<? extends WorkerProgram> programs) {
        requireNew();
        List<WorkerProgram> made = new ArrayList<>();
        for (int i = 0; i < runners.size(); i++) {
            WorkerProgram program = Objects.requireNonNull(programs.apply(i), "program");
            program.startingIn(this, i);
            made.add(program);
        }
        if (!state.compareAndSet(State.NEW, State.STARTED)) {
            requireNew();
        }
        for (WorkerRunner runner : runners) {
            runner.worker().program(made.get(runner.worker().index()));
        }
        LIVE.add(this);
        SchedulerEvents.groupChange(name, SchedulerEvents.GroupChange.STARTED, runners.size());
        runners.forEach(WorkerRunner::start);
    }

    /** {@return the groups that were started and are not closed} Allocates the answer. */
    public static List<WorkerGroup> running() {
        return LIVE.toList().stream().filter(WorkerGroup::isRunning).toList();
    }

    /** {@return whether the group was started and is not closed} */
    public boolean isRunning() {
        return state.get() == State.STARTED;
    }

    /**
     * Asks all workers to do no more duty cycles. The handles they hold wait for {@link #close()}. May be called in a
     * coroutine.
     */
    public void stop() {
        runners.forEach(WorkerRunner::stop);
        SchedulerEvents.groupChange(name, SchedulerEvents.GroupChange.STOPPED, 0);
        stopped.countDown();
    }

    /**
     * Waits until {@link #stop()}, or until the last worker was given up.
     *
     * @throws InterruptedException
     *            if the caller is interrupted
     * @throws IllegalStateException
     *            if a program has used an object of another thread, which has stopped the group
     */
    public void awaitStop() throws InterruptedException {
        stopped.await();
        IllegalStateException why = misuse.get();
        if (why != null) {
            throw why;
        }
    }

    private void misused(Worker worker, ThreadBindingException refusal) {
        misuse.compareAndSet(null, new IllegalStateException(
                refusal.getMessage() + ", group=" + name + ", worker=" + worker, refusal));
        stop();
    }

    /** {@return the sum of its workers' counts so far; allocates the answer} */
    public WorkerCounts counts() {
        WorkerCounts sum = WorkerCounts.NONE;
        for (WorkerRunner runner : runners) {
            sum = sum.plus(runner.worker().counts());
        }
        return sum;
    }

    /**
     * Adds work to every duty cycle of each worker, before its program.
     *
     * @param work
     *            called by all workers; must not block; returns how much it did
     */
    public void runEachCycle(IntSupplier work) {
        Objects.requireNonNull(work, "work");
        runners.forEach(runner -> runner.worker().runEachCycle(work));
    }

    /**
     * Registers an object that needs running workers to end. It is closed before the workers stop; of several, the last
     * one first.
     *
     * @param close
     *            closes the object within that many nanoseconds; {@link #close()} reports its exception
     */
    public void closeFirst(LongConsumer close) {
        closedFirst.add(Objects.requireNonNull(close, "close"));
    }

    /**
     * Registers an object that accepts coroutines for the workers of this group, such as a queue. It must refuse them
     * after the workers have stopped, because no worker would take them out any more.
     *
     * @param close
     *            called by the closing thread when no program runs any more, or at once if that time is over;
     *            {@link #close()} reports its exception. May be called twice
     */
    public void closeWhenStopped(Runnable close) {
        closedWhenStopped.add(Objects.requireNonNull(close, "close"));
        if (refusing) { // after the entry: either this thread sees the close, or the closing thread sees the entry
            close.run();
        }
    }

    /**
     * Stops the workers, cancels the handles they hold and ends their threads. A group that was never started cancels
     * on the calling thread. Closing again only waits for the first close to finish.
     *
     * @throws IllegalStateException
     *            if the caller is a coroutine or a worker of this group, and nothing happened; or if a worker, or an
     *            object that had to be closed first, did not end in time: one suppressed exception per failure
     */
    @Override
    public void close() {
        requireOutside();
        State before = state.getAndSet(State.CLOSED);
        if (before == State.CLOSED) {
            awaitClosed();
            return;
        }
        List<Throwable> late = closeWhatNeedsWorkers();
        stopped.countDown();
        IllegalStateException report = null;
        try {
            if (before == State.NEW) {
                closeHere(late);
            } else {
                report = closeRunning(late);
            }
        } finally {
            SchedulerEvents.groupChange(name, SchedulerEvents.GroupChange.CLOSED, 0);
            closed.countDown();
        }
        if (report == null && !late.isEmpty()) {
            report = new IllegalStateException("close gave up, users of the workers did not end: group=" + name
                    + ", timeoutNs=" + settings.closeTimeoutNs + ", users=" + late.size());
        }
        if (report != null) {
            late.forEach(report::addSuppressed);
            throw report;
        }
    }

    private List<Throwable> closeWhatNeedsWorkers() {
        List<Throwable> late = new ArrayList<>();
        for (LongConsumer close : closedFirst.reversed()) {
            try {
                close.accept(settings.closeTimeoutNs);
            } catch (RuntimeException failure) {
                late.add(failure);
            }
        }
        return late;
    }

    private void closeWhatTakesIn(List<Throwable> late) {
        refusing = true;
        for (Runnable close : closedWhenStopped) {
            try {
                close.run();
            } catch (RuntimeException failure) {
                late.add(failure);
            }
        }
    }

    private @Nullable IllegalStateException closeRunning(List<Throwable> late) {
        GroupShutdown closing = new GroupShutdown(name, settings.nanoClock, settings.closeTimeoutNs, runners,
                () -> closeWhatTakesIn(late));
        shutdown = closing;
        closing.run();
        return closing.report();
    }

    private void closeHere(List<Throwable> late) {
        closeWhatTakesIn(late);
        int found;
        do {
            found = 0;
            for (WorkerRunner runner : runners) {
                found += runner.worker().carrier().cancelWaiting();
            }
        } while (found > 0);
        runners.forEach(runner -> runner.worker().carrier().shut());
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException late) {
            Thread.currentThread().interrupt();
        }
    }

    private void changed() {
        GroupShutdown closing = shutdown;
        if (closing != null) {
            closing.changed();
        }
        if (runners.stream().allMatch(WorkerRunner::isDead)) {
            stopped.countDown();
        }
    }

    private void requireNew() {
        if (state.get() != State.NEW) {
            throw new IllegalStateException("start refused: group=" + name + ", state=" + state.get());
        }
    }

    private void requireOutside() {
        Coroutine current = Coroutine.current();
        if (current != null) {
            throw new IllegalStateException(
                    "close refused, a coroutine cannot wait for workers: group=" + name + ", coroutine=" + current);
        }
        Thread caller = Thread.currentThread();
        for (WorkerRunner runner : runners) {
            if (runner.thread() == caller) {
                throw new IllegalStateException("close refused, a worker cannot wait for itself: group=" + name
                        + ", worker=" + runner.worker());
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
