package io.creel.schedulers;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.ThreadBindingException;
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

/**
 * Workers that start, stop and end together, each on a platform thread of its own.
 *
 * <p>
 * Closing loses nothing: every coroutine that waits for a worker of the group, in its lists or in a stash that it drains, is
 * cancelled on its worker's thread, so that its {@code finally} blocks run, and counted. Afterwards
 * {@code created = completed + failed + cancelled}, except for coroutines whose handles somebody else holds, see
 * {@link WorkerCounts#outstanding()}. What other threads push into a stash after that stays in it: close the stash last.
 *
 * <p>
 * <b>A worker that dies</b> of an {@link Error} of its program is replaced: a new thread goes on with the same program, and with
 * all that waits for the worker: its stashes and batches, what was sent to it, what is homed on it. Where this JVM's coroutines
 * cannot change threads (see {@link io.creel.core.JvmArguments#mobility()}) the same thread goes on. One that dies again and
 * again, each time within {@value WorkerRunner#REPLACEMENT_PERIOD_NS} ns, is given up after
 * {@value WorkerRunner#MAX_REPLACEMENTS} replacements; what waits for it is cancelled when the group closes.
 *
 * <p>
 * <b>A program that throws an exception</b> goes on with its next cycle; the same failure again and again is told ever more rarely,
 * see {@link WorkerFailureHandler#failed}. One that uses an object of another thread, see
 * {@link io.creel.core.ThreadBinding}, would be refused for ever: the group stops, and {@link #run} and {@link #awaitStop}
 * throw the sentence that names the object and both threads.
 *
 * <p>
 * <b>Deadlines of a worker that is busy</b> are kept by the others of its group, 1 ms after their time and at their next cycle: they end
 * its scopes, and waits that can be ended from any thread; see {@link Carrier#shareDeadlines}.
 *
 * <p>
 * Threads: any may call {@link #stop()}, {@link #counts()}, {@link #worker}; starting, waiting and closing block and are for
 * threads outside. Worker threads are not daemons: a group that is not closed keeps the JVM alive rather than losing work.
 */
public final class WorkerGroup implements AutoCloseable {
    private enum State {
        NEW, STARTED, CLOSED
    }

    private final String name;
    private final WorkerGroupBuilder settings;
    private final List<WorkerRunner> runners = new ArrayList<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<LongConsumer> closedFirst = new CopyOnWriteArrayList<>();
    private final List<Runnable> closedWhenStopped = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile GroupShutdown shutdown;
    /** The first misuse; written by compare-and-set by a worker, before it stops the group. */
    private final AtomicReference<IllegalStateException> misuse = new AtomicReference<>();

    /**
     * Makes a group with the defaults of {@link WorkerGroupBuilder}.
     *
     * @param name
     *            what error messages and dumps call it; its workers are {@code name-0}, {@code name-1}, …
     * @param workers
     *            how many, at least 1
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
            runners.add(new WorkerRunner(worker, settings.idle.get(), settings.nanoClock, this::changed));
        }
        Carrier.shareDeadlines(runners.stream().map(runner -> runner.worker().carrier()).toList());
    }

    /** Begins a group with settings of the caller's. */
    public static WorkerGroupBuilder builder(String name, int workers) {
        return new WorkerGroupBuilder(name, workers);
    }

    /** What error messages and dumps call it. */
    public String name() {
        return name;
    }

    /** The clock its workers read. */
    public LongSupplier nanoClock() {
        return settings.nanoClock;
    }

    /** How many workers it has. */
    public int size() {
        return runners.size();
    }

    /** One of its workers, from 0. */
    public Worker worker(int index) {
        return runners.get(index).worker();
    }

    /**
     * Starts all workers on one program and waits until {@link #stop()}, or until the last worker was given up.
     *
     * @throws InterruptedException
     *             where the caller was interrupted; the workers go on
     * @throws IllegalStateException
     *             where the group was started before, or is closed; or if its program has used an object of another thread
     */
    public void run(WorkerProgram program) throws InterruptedException {
        start(program);
        awaitStop();
    }

    /**
     * Starts all workers on one program.
     *
     * @throws IllegalStateException
     *             where the group was started before, or is closed
     */
    public void start(WorkerProgram program) {
        startEach(index -> program);
    }

    /**
     * Starts all workers, each on a program of its own with stashes and batches of its own.
     *
     * @param programs
     *            asked once per worker, in order, on the calling thread
     * @throws IllegalStateException
     *             where the group was started before, or is closed
     * @throws IllegalArgumentException
     *             if a program does not fit this group
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
        runners.forEach(WorkerRunner::start);
    }

    /** Asks all workers to do no more duty cycles. What they hold waits for {@link #close()}. May be called in a coroutine. */
    public void stop() {
        runners.forEach(WorkerRunner::stop);
        stopped.countDown();
    }

    /**
     * Waits until {@link #stop()}, or until the last worker was given up.
     *
     * @throws InterruptedException
     *             where the caller was interrupted
     * @throws IllegalStateException
     *             if a program has used an object of another thread, which has stopped the group
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

    /** What has happened in the group; allocates the answer. */
    public WorkerCounts counts() {
        WorkerCounts sum = WorkerCounts.NONE;
        for (WorkerRunner runner : runners) {
            sum = sum.plus(runner.worker().counts());
        }
        return sum;
    }

    /**
     * Has each worker do something more in every duty cycle, before its program.
     *
     * @param work
     *            called by all workers; must not block, and says how much it did
     */
    public void runEachCycle(IntSupplier work) {
        Objects.requireNonNull(work, "work");
        runners.forEach(runner -> runner.worker().runEachCycle(work));
    }

    /**
     * Names something that needs running workers to come to its end, and is closed before they stop, the last one first.
     *
     * @param close
     *            closes it within so many nanoseconds; what it throws is reported by {@link #close()}
     */
    public void closeFirst(LongConsumer close) {
        closedFirst.add(Objects.requireNonNull(close, "close"));
    }

    /**
     * Names something that accepts coroutines for the workers of this group, such as a queue. It must refuse them after the workers have
     * stopped, because no worker would take them out any more.
     *
     * @param close
     *            called by the closing thread when no program runs any more; what it throws is reported by {@link #close()}. Called
     *            at once if that time is over. May be called twice
     */
    public void closeWhenStopped(Runnable close) {
        closedWhenStopped.add(Objects.requireNonNull(close, "close"));
        if (refusing) { // after the entry: either this is seen here, or the entry is seen there
            close.run();
        }
    }

    /**
     * Stops the workers, cancels what they hold and ends their threads. A group that was never started cancels on the
     * calling thread. Closing again does nothing, but waits for the first to finish.
     *
     * @throws IllegalStateException
     *             where the caller is a coroutine or a worker of this group, and nothing happened; or where a worker, or what
     *             had to be closed first, did not come to an end in time: one suppressed exception for each
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

    private IllegalStateException closeRunning(List<Throwable> late) {
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
