package io.creel.oracle;

import io.creel.agent.check.RuleViolation;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.Stash;
import io.creel.schedulers.Worker;
import io.creel.sim.explore.Choices;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the coroutines of a {@link SmallProgram} on a few workers, all on one thread. An explorer chooses which worker
 * goes on, which waiting coroutine is resumed, which one is cancelled, when time passes, whether a stash refuses, and
 * whatever else the program asks for. Answer 0 is always the way without interference.
 *
 * <p>
 * When no coroutine can go on, every coroutine that is left is cancelled. So each program is also seen on its way out.
 *
 * <p>
 * Threads: the one that explores. A program calls it from its start, from its coroutines, and from callbacks.
 */
public final class SimulatedWorkers {
    /** The most choices and steps of one run; a longer run is cut. */
    public static final int MAX_STEPS = 500;

    private final RunSchedule schedule;
    private final List<Throwable> failures = new ArrayList<>();
    private Choices choices;
    private boolean stops = true;

    /** A step of a worker's own program, outside of any coroutine. */
    @FunctionalInterface
    public interface WorkerStep {
        /**
         * Runs on a worker.
         *
         * @param worker
         *            which one
         * @throws Throwable
         *             reported like a failure of a coroutine
         */
        void run(Worker worker) throws Throwable;
    }

    SimulatedWorkers(int count, Choices choices) {
        this.choices = choices;
        schedule = new RunSchedule(count, choices, this::failed);
    }

    /** Makes the workers those of another run. Returns whether they are as good as new. */
    boolean renew(Choices next) {
        if (!schedule.renew(next)) {
            return false;
        }
        choices = next;
        failures.clear();
        stops = true;
        return true;
    }

    // What a program calls.

    /**
     * Starts a coroutine. The workers begin them in this order, in turn, unless the explorer chooses another one.
     *
     * @param <A>
     *            the type of the argument
     * @param name
     *            its name in reports
     * @param body
     *            its code
     * @param argument
     *            passed to the body, which owns it
     */
    public <A extends @Nullable Object> void start(String name, Body<A> body, A argument) {
        schedule.add(name, Coroutine.create(body, argument));
    }

    /**
     * Runs a step on a worker, outside of any coroutine.
     *
     * @param name
     *            its name in reports
     * @param step
     *            the step
     */
    public void onWorker(String name, WorkerStep step) {
        schedule.add(name, step);
    }

    /**
     * Makes a stash that may refuse each handle. The workers take from it what the program leaves there.
     *
     * @param name
     *            its name in reports
     * @return the stash
     */
    public Stash stash(String name) {
        return serve(new ChosenStash(name, this));
    }

    /**
     * Lets the workers resume the handles that wait in a stash.
     *
     * @param <S>
     *            the type of the stash
     * @param stash
     *            any stash for one thread
     * @return the same
     */
    public <S extends Stash> S serve(S stash) {
        schedule.serve(stash);
        return stash;
    }

    /**
     * Returns one of the workers.
     *
     * @param index
     *            from 0
     * @return the worker
     */
    public Worker worker(int index) {
        return schedule.worker(index);
    }

    /** {@return the number of workers} */
    public int size() {
        return schedule.size();
    }

    /**
     * Lets the explorer choose.
     *
     * @param options
     *            how many ways there are, at least 1
     * @param what
     *            what happens if the answer is not 0; stands in the report
     * @return from 0 to {@code options - 1}; 0 once the run is at its end
     */
    public int choose(int options, String what) {
        step();
        if (schedule.isEnding() || options == 1) {
            return 0;
        }
        int pick = choices.pick(options);
        if (pick > 0) {
            choices.event(what + (options > 2 ? ", way " + pick : "") + ProgramLines.here());
        }
        return pick;
    }

    /**
     * Lets the explorer choose whether something happens.
     *
     * @param what
     *            the interference, for the report
     * @return whether it happens
     */
    public boolean happens(String what) {
        return choose(2, what) == 1;
    }

    /**
     * Lets another worker go on, if the explorer says so: the worker of the caller is descheduled here. Does nothing
     * outside of coroutines. The caller holds no monitor.
     *
     * @param where
     *            the place, for the report
     */
    public void mayStop(String where) {
        Coroutine self = Coroutine.current();
        if (self == null || !stops || schedule.isEnding() || schedule.size() == 1
                || !happens(schedule.present() + " is descheduled " + where)) {
            return;
        }
        try {
            Coroutine.transfer(suspended -> {
                schedule.stop(suspended);
                return null;
            });
        } catch (CoroutineCancelledException later) {
            // A descheduled thread sees no cancellation; the next suspension of the coroutine does.
        }
    }

    /**
     * Says whether {@link #mayStop} stops anything. A program that holds a monitor switches it off meanwhile.
     *
     * @param on
     *            whether it does
     */
    public void stops(boolean on) {
        stops = on;
    }

    /** Lets no coroutine of this run be cancelled before the end. */
    public void cancelNone() {
        schedule.cancelNone();
    }

    /**
     * Records an event for the report.
     *
     * @param what
     *            one line
     */
    public void event(String what) {
        choices.event(what);
    }

    // What the oracle calls.

    /** {@return the violations, and the throwables that coroutines and steps of workers have ended with} */
    List<Throwable> failures() {
        return failures;
    }

    boolean isCut() {
        return schedule.isCut();
    }

    /** {@return the name of a coroutine that has not ended, or {@code null}} */
    @Nullable
    String left() {
        return schedule.left();
    }

    /** Notes a violation when it happens: the program may catch it, or replace it by another exception. */
    void violated(RuleViolation violation) {
        if (!isCut()) {
            failures.add(violation);
        }
    }

    private void failed(Throwable failure) {
        if (!failures.contains(failure)) {
            failures.add(failure);
        }
    }

    /**
     * Lets another worker take a coroutine and run it while the suspension callback that has stashed it still runs, if
     * the explorer says so.
     */
    void mayRunElsewhere(Coroutine handle, Stash stash) {
        if (schedule.canRunElsewhere(handle) && happens("another worker takes from " + stash + " at once")) {
            schedule.runElsewhere(stash);
        }
    }

    /** Counts a step of the run, and ends a run that is too long. */
    void step() {
        schedule.count();
    }

    /** Runs until nothing is left that can go on. */
    void run() {
        schedule.run();
    }
}
